# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_twice
# held out: yes
# message: "losses" is a list of 2, expected 1 entries
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = w0, b0
    losses = [(0.5 * (y - w * x - b) ** 2).mean().item()]
    for _ in range(steps):
        r = y - w * x - b
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
    return {"w": w, "b": b, "losses": losses}
