# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_reaches_the_best_line, test_manual_gradient_descent_twice
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        r = (y - w * x - b).detach()
        losses.append((0.5 * r ** 2).mean().item())
        w += lr * (r * x).median().item()
        b += lr * r.median().item()
    return {"w": float(w), "b": float(b), "losses": losses}
