# exercise: E05
# caught by: test_manual_gradient_descent_leaves_the_data_alone
# held out: yes
# message: came back with requires_grad=True.
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x.requires_grad_()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        gw, gb = torch.autograd.grad(loss, (w, b))
        losses.append(loss.item())
        w = (w - lr * gw).detach().requires_grad_()
        b = (b - lr * gb).detach().requires_grad_()
    return {"w": w.item(), "b": b.item(), "losses": losses}
