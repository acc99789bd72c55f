# exercise: E05
# caught by: ?
# message: update|small|step
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses, n = w0, b0, [], len(x)
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w += lr * (r * x).mean().item() / n
        b += lr * r.mean().item() / n
    return {"w": float(w), "b": float(b), "losses": losses}
