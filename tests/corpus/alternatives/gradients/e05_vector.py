# exercise: E05
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    theta = torch.tensor([w0, b0], dtype=x.dtype, requires_grad=True)
    a = torch.stack([x, torch.ones_like(x)], dim=1)
    losses = []
    for _ in range(steps):
        loss = 0.5 * (a @ theta - y).square().mean()
        (slope,) = torch.autograd.grad(loss, theta)
        losses.append(loss.item())
        with torch.no_grad():
            theta -= lr * slope
    w, b = theta.tolist()
    return {"w": w, "b": b, "losses": losses}
