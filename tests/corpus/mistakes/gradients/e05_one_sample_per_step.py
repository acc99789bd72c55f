# exercise: E05
# caught by: test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_one_step, test_manual_gradient_descent_reaches_the_best_line, test_manual_gradient_descent_twice, test_manual_gradient_descent_two_steps
# message: Each step looks at one sample
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for k in range(steps):
        i = k % len(x)
        loss = 0.5 * (y[i] - w * x[i] - b) ** 2
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}
