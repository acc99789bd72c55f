# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_twice, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_reaches_the_best_line
# message: cut off or scaled
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            for p in (w, b):
                p -= lr * p.grad.clamp(-1, 1)
                p.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}
