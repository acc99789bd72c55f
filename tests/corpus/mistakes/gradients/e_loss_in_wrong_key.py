# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_twice
# message: is missing
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
    return {"w": w, "b": b, "loss": losses}
