# exercise: E05
# caught by: test_manual_gradient_descent_twice
# message: first call is right
import torch

STATE = {}


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = STATE.setdefault(
        (w0, b0, len(x)), (torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype))
    )
    losses = []
    for _ in range(steps):
        r = w * x + b - y
        losses.append((0.5 * r**2).mean().item())
        w -= lr * (r * x).mean()
        b -= lr * r.mean()
    return {"w": w.item(), "b": b.item(), "losses": losses}
