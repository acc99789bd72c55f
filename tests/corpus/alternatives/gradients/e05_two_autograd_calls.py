# exercise: E05
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        gw = torch.autograd.grad(loss, w, retain_graph=True)[0]
        gb = torch.autograd.grad(loss, b)[0]
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * gw
            b -= lr * gb
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}
