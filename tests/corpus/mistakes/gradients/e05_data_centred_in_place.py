# exercise: E05
# caught by: test_manual_gradient_descent_leaves_the_data_alone
# message: has changed
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    m = x.mean().clone()
    w, b, losses = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype), []
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r**2).mean().item())
        w, b = w + lr * (r * x).mean(), b + lr * r.mean()
    x -= m
    return {"w": w.item(), "b": b.item(), "losses": losses}
