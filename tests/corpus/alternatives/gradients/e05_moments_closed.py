# exercise: E05
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    A = torch.stack([x, torch.ones_like(x)], 1)
    theta = torch.tensor([w0, b0], dtype=x.dtype)
    H, g = A.T @ A / len(x), A.T @ y / len(x)
    losses = []
    for _ in range(steps):
        losses.append(((A @ theta - y) ** 2).mean().item() * 0.5)
        theta = theta - lr * (H @ theta - g)
    return dict(w=theta[0].item(), b=theta[1].item(), losses=losses)
