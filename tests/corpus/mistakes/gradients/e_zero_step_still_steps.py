# exercise: E05
# caught by: test_manual_gradient_descent_without_a_step
# message: w and b are w0 and b0, and losses is empty
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses, k = w0, b0, [], 0
    while True:
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
        k += 1
        if k >= steps:
            return {"w": w, "b": b, "losses": losses}
