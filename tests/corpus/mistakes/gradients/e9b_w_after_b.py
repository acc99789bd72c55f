# exercise: E05
# caught by: test_manual_gradient_descent_one_step
# message: had moved
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype)
    losses = []
    for _ in range(steps):
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        b = b - lr * (w * x + b - y).mean()
        w = w - lr * ((w * x + b - y) * x).mean()
    return {"w": w.item(), "b": b.item(), "losses": losses}
