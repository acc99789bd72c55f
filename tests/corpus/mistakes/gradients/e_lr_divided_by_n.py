# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_reaches_the_best_line, test_manual_gradient_descent_twice
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses, n = w0, b0, [], len(x)
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w += lr * (r * x).mean().item() / n
        b += lr * r.mean().item() / n
    return {"w": float(w), "b": float(b), "losses": losses}
