# exercise: E05
# caught by: test_manual_gradient_descent_one_step, test_manual_gradient_descent_two_steps, test_manual_gradient_descent_fifty_steps, test_manual_gradient_descent_in_float64, test_manual_gradient_descent_twice
# held out: yes
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.smooth_l1_loss(w * x + b, y)
        gw, gb = torch.autograd.grad(loss, (w, b))
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * gw
            b -= lr * gb
    return {"w": w.item(), "b": b.item(), "losses": losses}
