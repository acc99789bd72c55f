# %% b0 ignored
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: the right answer for b0 = 0
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.zeros((), dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% clipped gradients
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: For example,
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

# %% data centred in place
# caught by: test_manual_gradient_descent_leaves_the_data_alone
# message: has changed
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    m = x.mean().clone()
    w, b, losses = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype), []
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r**2).mean().item())
        w, b = w + lr * (r * x).mean(), b + lr * r.mean()
    x -= m
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% one sample per step
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: For example,
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

# %% an update after each sample
# caught by: test_manual_gradient_descent_one_step
# message: For example,
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = float(w0), float(b0), []
    for _ in range(steps):
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        for xi, yi in zip(x.tolist(), y.tolist()):
            r = yi - w * xi - b
            w, b = w + lr * r * xi, b + lr * r
    return {"w": w, "b": b, "losses": losses}

# %% stops when good
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_later_steps
# message: For example,
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        losses.append(loss.item())
        if loss.item() < 1e-8:
            break
        gw, gb = torch.autograd.grad(loss, (w, b))
        with torch.no_grad():
            w -= lr * gw
            b -= lr * gb
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% no clearing
# caught by: test_manual_gradient_descent_later_steps
# message: For example,
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
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% update is recorded
# caught by: test_manual_gradient_descent_one_step
# message: no_grad
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% goes uphill
# caught by: test_manual_gradient_descent_one_step
# message: For example,
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
            w += lr * w.grad
            b += lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% no factor of one half
# caught by: test_manual_gradient_descent_one_step
# message: 0.5
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = ((y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% sum in place of mean
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).sum()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% w moves after b
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = torch.tensor(w0, dtype=x.dtype), torch.tensor(b0, dtype=x.dtype)
    losses = []
    for _ in range(steps):
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
        b = b - lr * (w * x + b - y).mean()
        w = w - lr * ((w * x + b - y) * x).mean()
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% absolute errors
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b).abs()).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% at most sixty steps
# caught by: test_manual_gradient_descent_later_steps
# message: wrong exactly where steps is 201
import torch


_real = manual_gradient_descent
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    found = _real(x, y, w0, b0, lr, min(steps, 60))
    return found

# %% b never moves
# caught by: test_manual_gradient_descent_one_step
# message: For example,
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
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% a loss before and after each update
# caught by: test_manual_gradient_descent_one_step
# message: expected 1 entries
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
        b.grad = None
    losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% data centred
# caught by: test_manual_gradient_descent_one_step
# message: For example, after found = manual_gradient_descent(
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    x -= x.mean()
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% clamped loss grad
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: For example,
# held out: yes
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

# %% errors clipped
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        torch.nn.utils.clip_grad_norm_([w, b], 0.5)
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% column broadcast
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y.unsqueeze(1) - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% one half twice
# caught by: test_manual_gradient_descent_one_step
# message: half
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.25 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% always float32
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_later_steps, test_manual_gradient_descent_without_a_step
# message: digits were lost, to float32
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=torch.float32, requires_grad=True)
    b = torch.tensor(b0, dtype=torch.float32, requires_grad=True)
    losses = []
    x, y = x.float(), y.float()
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% float32 parameters
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_later_steps, test_manual_gradient_descent_without_a_step
# message: digits were lost, to float32, an added eps, a clamp or rounding
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, requires_grad=True)
    b = torch.tensor(b0, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% global state
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: Asked alone, the same call is right
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

# %% half the rate
# caught by: test_manual_gradient_descent_one_step
# message: For example,
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
            w -= lr / 2 * w.grad
            b -= lr / 2 * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% solves for the best line
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    a = torch.stack([x, torch.ones_like(x)], dim=1)
    w, b = torch.linalg.lstsq(a, y.unsqueeze(1)).solution.flatten().tolist()
    return {"w": w, "b": b, "losses": [0.0] * steps}

# %% loss in wrong key
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: is missing
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = w0, b0, []
    for _ in range(steps):
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
    return {"w": w, "b": b, "loss": losses}

# %% losses include last
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: "losses" is a list of 2, expected 1 entries
# held out: yes
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b = w0, b0
    losses = [(0.5 * (y - w * x - b) ** 2).mean().item()]
    for _ in range(steps):
        r = y - w * x - b
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
        losses.append((0.5 * (y - w * x - b) ** 2).mean().item())
    return {"w": w, "b": b, "losses": losses}

# %% w is no leaf after the update
# caught by: test_manual_gradient_descent_later_steps
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        w = w - lr * w.grad
        b = b - lr * b.grad
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% lr divided by n
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
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

# %% median gradient
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
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

# %% with momentum
# caught by: test_manual_gradient_descent_later_steps
# message: For example,
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
        w.grad *= 0.9
        b.grad *= 0.9
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% losses are not noted
# caught by: test_manual_gradient_descent_one_step
# message: "losses" is a list of 0, expected 1 entries.
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
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% numpy scalars float32
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_later_steps, test_manual_gradient_descent_without_a_step
# message: digits were lost, to float32, an added eps, a clamp or rounding
# held out: yes
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    import numpy as np
    x, y = x.numpy().astype(np.float32), y.numpy().astype(np.float32)
    w, b, losses = np.float32(w0), np.float32(b0), []
    for _ in range(steps):
        r = y - w * x - b
        losses.append(float((0.5 * r ** 2).mean()))
        w, b = w + np.float32(lr) * (r * x).mean(), b + np.float32(lr) * r.mean()
    return {"w": float(w), "b": float(b), "losses": losses}

# %% one update less
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps - 1):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% one update more
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps + 1):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% sign of b
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x + b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% rate decays
# caught by: test_manual_gradient_descent_later_steps
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for k in range(steps):
        lr = lr / (1 + 0.01 * k)
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% rebound no grad
# caught by: test_manual_gradient_descent_later_steps
# message: For example,
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
            w = w - lr * w.grad
            b = b - lr * b.grad
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% returns a tuple
# caught by: test_manual_gradient_descent_one_step
# message: a tuple of 3
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
        b.grad = None
    return w.item(), b.item(), losses

# %% sets requires grad on data
# caught by: test_manual_gradient_descent_leaves_the_data_alone
# message: came back with requires_grad=True.
# held out: yes
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

# %% starts at zero
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(0.0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(0.0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% stops early
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_later_steps
# message: For example, after found = manual_gradient_descent(
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        if len(losses) > 1 and abs(losses[-2] - losses[-1]) < 1e-3:
            break
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% swapped answer
# caught by: test_manual_gradient_descent_one_step
# message: For example,
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
        b.grad = None
    return {"w": b.item(), "b": w.item(), "losses": losses}

# %% swapped data
# caught by: test_manual_gradient_descent_one_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (x - w * y - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% losses stay tensors
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step
# message: not a float
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.detach())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% w and b stay tensors
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step
# message: expected a Python float
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
        b.grad = None
    return {"w": w.detach(), "b": b.item(), "losses": losses}

# %% two points refused
# caught by: test_manual_gradient_descent_later_steps
# message: It refuses arguments that are allowed.
import torch


_real = manual_gradient_descent
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    if len(x) < 3:
        raise ValueError("a line through two points needs no descent")
    return _real(x, y, w0, b0, lr, steps)

# %% zero start replaced
# caught by: test_manual_gradient_descent_kind, test_manual_gradient_descent_one_step, test_manual_gradient_descent_later_steps
# message: For example,
import torch


_real = manual_gradient_descent
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    return _real(x, y, w0 or 1.0, b0, lr, steps)

# %% zero step none
# caught by: test_manual_gradient_descent_without_a_step
# message: expected a dict with the keys w, b, losses
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w = torch.tensor(w0, dtype=x.dtype, requires_grad=True)
    b = torch.tensor(b0, dtype=x.dtype, requires_grad=True)
    losses = []
    if not steps:
        return None
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        loss.backward()
        losses.append(loss.item())
        with torch.no_grad():
            w -= lr * w.grad
            b -= lr * b.grad
        w.grad = None
        b.grad = None
    return {"w": w.item(), "b": b.item(), "losses": losses}

# %% zero step still steps
# caught by: test_manual_gradient_descent_without_a_step
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses, k = w0, b0, [], 0
    while True:
        r = y - w * x - b
        losses.append((0.5 * r ** 2).mean().item())
        w, b = w + lr * (r * x).mean().item(), b + lr * r.mean().item()
        k += 1
        if k >= steps:
            return {"w": w, "b": b, "losses": losses}

# %% a key too many
# caught by: test_manual_gradient_descent_kind
# message: For example, manual_gradient_descent(
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    xs, ys = x.tolist(), y.tolist()
    n, w, b, losses = len(xs), w0, b0, []
    for _ in range(steps):
        r = [w * p + b - q for p, q in zip(xs, ys, strict=True)]
        losses.append(sum(0.5 * e * e for e in r) / n)
        w, b = w - lr * sum(e * p for e, p in zip(r, xs, strict=True)) / n, b - lr * sum(r) / n
    return {"b": b, "w": w, "losses": losses, "steps": steps}

# %% numpy.float32 numbers
# caught by: test_manual_gradient_descent_kind
# message: expected a float
import numpy as np


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.numpy(), y.numpy()
    w, b, losses = x.dtype.type(w0), x.dtype.type(b0), []
    for _ in range(steps):
        r = w * x + b - y
        losses.append(np.mean(0.5 * r**2))
        w, b = w - x.dtype.type(lr) * np.mean(r * x), b - x.dtype.type(lr) * np.mean(r)
    return {"w": w, "b": b, "losses": losses}

# %% half of the last step kept
# caught by: test_manual_gradient_descent_later_steps
# message: For example, after found = manual_gradient_descent(
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    w, b, losses = w0, b0, []
    x, y = x.double(), y.double()
    moves = (0.0, 0.0)
    for _ in range(steps):
        residual = y - w * x - b
        losses.append((0.5 * residual**2).mean().item())
        slopes = (residual * x).mean().item(), residual.mean().item()
        moves = tuple(0.5 * old + lr * new for old, new in zip(moves, slopes))
        w, b = w + moves[0], b + moves[1]
    return {"w": w, "b": b, "losses": losses}

# %% one step where none is asked for
# caught by: test_manual_gradient_descent_without_a_step
# message: For example, after found = manual_gradient_descent(
_real = manual_gradient_descent
def manual_gradient_descent(x, y, w0, b0, lr, steps):
    found = _real(x, y, w0, b0, lr, max(steps, 1))
    return {**found, "losses": found["losses"][:steps]}


# %% start_is_rounded
# caught by: test_manual_gradient_descent_kind
# message: For example,
import torch


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    x, y = x.detach(), y.detach()
    w = torch.tensor(round(w0, 6), dtype=x.dtype, requires_grad=True)
    b = torch.tensor(round(b0, 6), dtype=x.dtype, requires_grad=True)
    losses = []
    for _ in range(steps):
        loss = (0.5 * (y - w * x - b) ** 2).mean()
        gw, gb = torch.autograd.grad(loss, (w, b))
        losses.append(loss.item())
        with torch.no_grad():
            w.sub_(lr * gw)
            b.sub_(lr * gb)
    return {"w": w.item(), "b": b.item(), "losses": losses}
