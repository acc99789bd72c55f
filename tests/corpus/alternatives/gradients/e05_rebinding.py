# exercise: E05
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w = (w - lr * w.grad).detach().requires_grad_()
        b = (b - lr * b.grad).detach().requires_grad_()
    return {"w": w.item(), "b": b.item(), "losses": losses}
