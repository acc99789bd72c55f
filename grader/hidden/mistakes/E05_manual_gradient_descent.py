# %% only w cleared
# caught by: test_manual_gradient_descent_later_steps
# message: The gradients of b are added up from step to step: clear both after every update.
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}


# %% b moves after w
# caught by: test_manual_gradient_descent_one_step
# message: w is right, b is not: its gradient was taken after w had moved. Compute both gradients at
#     the same point, then update both.
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype)
    losses = []
    for _ in range(steps):
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        w = w - lr * ((w * x + b - y) * x).mean()
        b = b - lr * (w * x + b - y).mean()
    return {"w": w.item(), "b": b.item(), "losses": losses}


# %% loss noted after the update
# caught by: test_manual_gradient_descent_one_step
# message: Your list of losses is the expected one moved by one place: record the loss of the
#     forward pass you differentiate, before the update.
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}
