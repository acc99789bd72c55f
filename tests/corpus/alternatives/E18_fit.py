# %% clamped loss
def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = -(
            t * p.clamp(1e-7, 1 - 1e-7).log() + (1 - t) * (1 - p.clamp(1e-7, 1 - 1e-7)).log()
        ).mean()
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% clears first
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        sgd.zero_grad()
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% counted with itertools
import torch


from itertools import count


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 1), torch.nn.Flatten(0)).to(x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net[0].weight[:] = init_weight
        if init_bias is not None:
            net[0].bias[:] = init_bias
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    y = y.detach().to(x.dtype)
    losses, seen = [], {}
    for it in count():
        if it == max_iters or any(a > target_acc for a in seen.values()):
            break
        sgd.zero_grad()
        z = net(x)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        loss.backward()
        if it % check_every == 0:
            seen[it] = torch.sum((z > -1e-30) == y.bool()).item() / y.shape[0]
        losses.append(loss.item())
        sgd.step()
    return {
        "weight": net[0].weight.detach(), "bias": net[0].bias.item(), "iterations": len(losses), "losses": losses,
        "accuracies": list(seen.items()), "stopped_early": bool(seen) and max(seen.values()) > target_acc,
    }

# %% defaultdict history
import torch


from collections import defaultdict


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    design = torch.cat([x.detach(), torch.ones(n, 1, dtype=x.dtype)], dim=1)
    theta = torch.zeros(d + 1, dtype=x.dtype).uniform_(-0.5, 0.5)
    if init_weight is not None:
        theta[:d] = init_weight.detach().reshape(d)
    if init_bias is not None:
        theta[d] = init_bias
    theta.requires_grad_()
    target = y.reshape(n).to(x.dtype)
    run, velocity, stop = defaultdict(list), torch.zeros(d + 1, dtype=x.dtype), False
    for it in range(max_iters):
        z = design @ theta
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, target)
        (g,) = torch.autograd.grad(loss, theta)
        run["losses"].append(loss.item())
        if it % check_every == 0:
            share = int(((z >= 0) == (target == 1)).sum()) / n
            run["accuracies"].append([it, share])
            stop = share > target_acc
        velocity = g.add(velocity, alpha=momentum)
        theta = theta.detach().sub(velocity, alpha=lr).requires_grad_()
        if stop:
            break
    final = theta.detach()
    return {"weight": final[:d].clone(), "bias": float(final[d]), "iterations": len(run["losses"]), "stopped_early": stop, "losses": run["losses"], "accuracies": run["accuracies"]}

# %% generator of updates
def _updates(a, t, theta, lr, momentum):
    def cost(theta):
        z = a @ theta
        return nn.functional.binary_cross_entropy_with_logits(z, t), z

    slope = torch.func.grad_and_value(cost, has_aux=True)
    velocity = None
    while True:
        grad, (loss, z) = slope(theta)
        velocity = grad if velocity is None else momentum * velocity + grad
        theta = theta - lr * velocity
        yield theta, loss.item(), z


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    from itertools import islice

    d = x.shape[1]
    rand = torch.randn(d + 1)
    start = rand[:d] if init_weight is None else init_weight.detach().reshape(d)
    shift = rand[d].item() if init_bias is None else float(init_bias)
    theta = torch.cat([start.to(x.dtype), torch.tensor([shift], dtype=x.dtype)])
    a = nn.functional.pad(x.detach(), (0, 1), value=1.0)
    t = y.detach().reshape(-1).to(x.dtype)
    losses, seen, stop = [], [], False
    for it, (theta, loss, z) in enumerate(islice(_updates(a, t, theta, lr, momentum), max_iters)):
        losses.append(loss)
        if not it % check_every:
            hits = torch.logical_xor(z >= 0, t != 1).sum().item()
            seen.append((it, hits / len(t)))
            stop = hits / len(t) > target_acc
            if stop:
                break
    *w, b = theta.tolist()
    return {"weight": torch.tensor([w], dtype=x.dtype), "bias": b, "iterations": len(losses),
            "stopped_early": stop, "losses": losses, "accuracies": seen}

# %% backward in a closure
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        sgd.step(lambda: loss.backward())
        sgd.zero_grad(set_to_none=False)
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% functional loop generator
import torch


def _iterations(x, y, w, b, lr, momentum):
    vw, vb = torch.zeros_like(w), torch.zeros_like(b)
    n = len(x)
    while True:
        z = torch.mv(x, w) + b
        r = (torch.sigmoid(z) - y) / n
        loss = torch.nn.functional.softplus((1 - 2 * y) * z).mean().item()
        vw, vb = momentum * vw + r @ x, momentum * vb + r.sum()
        w, b = w - lr * vw, b - lr * vb
        yield loss, z, w, b


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    x = x.detach()
    y = y.reshape(-1).to(x.dtype)
    w = torch.randn(x.shape[1], dtype=x.dtype) if init_weight is None else init_weight.reshape(-1).to(x.dtype).clone()
    b = torch.tensor(torch.randn(()).item() if init_bias is None else float(init_bias), dtype=x.dtype)
    losses, accuracies, stopped = [], [], False
    steps = _iterations(x, y, w, b, lr, momentum)
    while len(losses) < max_iters and not stopped:
        it = len(losses)
        loss, z, w, b = next(steps)
        losses.append(loss)
        if not it % check_every:
            accuracies.append((it, ((z >= 0) == (y > 0.5)).float().mean().item()))
            stopped = accuracies[-1][1] > target_acc + 1e-7
    return dict(weight=w, bias=b.item(), iterations=len(losses), stopped_early=stopped, losses=losses, accuracies=accuracies)

# %% linear layer
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% logits loss
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        z = net(x).flatten()
        p = torch.sigmoid(z.detach())
        loss = F.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% normal start
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    if init_weight is None:
        nn.init.normal_(net.weight)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% pairs as lists
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append([it, acc])
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% pure python
import math
import random


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    rows, labels = x.tolist(), [int(v) for v in y.tolist()]
    n, d = len(rows), len(rows[0])
    w = (
        [random.gauss(0, 1) for _ in range(d)]
        if init_weight is None
        else init_weight.flatten().tolist()
    )
    b = random.gauss(0, 1) if init_bias is None else init_bias
    vw, vb = [0.0] * d, 0.0
    history = {"losses": [], "accuracies": []}
    early = False
    for it in range(max_iters):
        gw, gb, cost, right = [0.0] * d, 0.0, 0.0, 0
        for row, label in zip(rows, labels):
            z = sum(a * c for a, c in zip(w, row)) + b
            p = 1 / (1 + math.exp(-z)) if z > -700 else 0.0
            cost += max(z, 0) - z * label + math.log1p(math.exp(-abs(z)))
            right += (p >= 0.5) == bool(label)
            for k in range(d):
                gw[k] += (p - label) * row[k] / n
            gb += (p - label) / n
        history["losses"].append(cost / n)
        vw = [momentum * v + g for v, g in zip(vw, gw)]
        vb = momentum * vb + gb
        w = [a - lr * v for a, v in zip(w, vw)]
        b -= lr * vb
        if it % check_every == 0:
            history["accuracies"].append((it, right / n))
            if right / n > target_acc:
                early = True
                break
    return {
        **history,
        "weight": torch.tensor([w], dtype=x.dtype),
        "bias": b,
        "iterations": len(history["losses"]),
        "stopped_early": early,
    }

# %% row weight
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% two groups
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(
        [{"params": [net.weight]}, {"params": [net.bias]}], lr=lr, momentum=momentum
    )
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% while loop
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    it = -1
    while it + 1 < max_iters and not stopped:
        it += 1
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% a wide random start
import torch.nn.functional as F


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.flatten().to(x.dtype)
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    if init_weight is None:
        nn.init.normal_(net.weight, std=2.0)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% numpy in float64, a Python bool
import numpy as np


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    a, t = x.numpy().astype(np.float64), y.numpy().astype(np.float64)
    rng = np.random.default_rng()
    w = (
        rng.normal(size=a.shape[1])
        if init_weight is None
        else init_weight.numpy().astype(np.float64).ravel()
    )
    b = float(rng.normal()) if init_bias is None else float(init_bias)
    v, u = np.zeros_like(w), 0.0
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        z = a @ w + b
        p = 1 / (1 + np.exp(-z))
        losses.append(np.mean(np.logaddexp(0, z) - z * t))
        v, u = momentum * v + a.T @ (p - t) / len(t), momentum * u + np.mean(p - t)
        w, b = w - lr * v, b - lr * u
        if it % check_every == 0:
            accuracies.append((it, np.mean((p >= 0.5) == (t == 1))))
            if accuracies[-1][1] > target_acc:
                stopped = True
                break
    return {
        "weight": torch.from_numpy(w).to(x.dtype),
        "bias": b,
        "iterations": len(losses),
        "stopped_early": bool(stopped),
        "losses": losses,
        "accuracies": accuracies,
    }

# %% module with a ParameterDict
import torch


class _Net(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.p = torch.nn.ParameterDict({"w": w, "b": b})

    def forward(self, x):
        return torch.sigmoid(torch.einsum("nd,d->n", x, self.p["w"]) + self.p["b"])


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    labels = y.flatten().type_as(x)
    w = torch.rand(x.size(1), dtype=x.dtype) - 0.5 if init_weight is None else init_weight.detach().flatten().type_as(x).clone()
    b = torch.randn((), dtype=x.dtype) if init_bias is None else torch.tensor(float(init_bias), dtype=x.dtype)
    net = _Net(w, b)
    opt = torch.optim.SGD([{"params": [q]} for q in net.parameters()], lr=lr, momentum=momentum, foreach=False)
    history = {"losses": [], "accuracies": []}
    early = False
    for it in range(max_iters):
        p = net(x.detach())
        loss = torch.nn.functional.binary_cross_entropy(p, labels)
        history["losses"].append(float(loss.detach()))
        if it % check_every == 0:
            history["accuracies"].append((it, float(torch.eq(p.ge(0.5), labels.bool()).double().mean())))
            early = history["accuracies"][-1][1] > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if early:
            break
    return {"weight": net.p["w"].detach().clone(), "bias": net.p["b"].item(), "iterations": len(history["losses"]), "stopped_early": bool(early), **history}

# %% slopes by hand, no autograd
def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    t = y.reshape(-1).to(x.dtype)
    w = (
        torch.randn(d).to(x)
        if init_weight is None
        else init_weight.detach().reshape(-1).to(x).clone()
    )
    b = (
        torch.randn((), dtype=x.dtype)
        if init_bias is None
        else torch.tensor(init_bias, dtype=x.dtype)
    )
    vw, vb = torch.zeros_like(w), torch.zeros_like(b)
    losses, accuracies, stop, it = [], [], False, 0
    while it < max_iters and not stop:
        z = x @ w + b
        p = torch.sigmoid(z)
        losses.append(float((torch.logaddexp(z, torch.zeros_like(z)) - z * t).mean()))
        if it % check_every == 0:
            accuracies.append((it, float(((z >= 0) == (t == 1)).double().mean())))
            stop = accuracies[-1][1] > target_acc
        e = (p - t) / n
        vw = momentum * vw + x.T @ e
        vb = momentum * vb + e.sum()
        w = w - lr * vw
        b = b - lr * vb
        it += 1
    return {
        "weight": w,
        "bias": float(b),
        "iterations": it,
        "stopped_early": stop,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% own class, accuracy and train_step of the module
class _Net(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.features = nn.Linear(d, 1)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x):
        return self.sigmoid(self.features(x))


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    net = _Net(x.shape[1]).to(x.dtype)
    if init_weight is not None:
        net.features.weight.data = init_weight.clone().reshape(1, -1).to(x.dtype)
    if init_bias is not None:
        net.features.bias.data.fill_(init_bias)
    opt = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accs, early = [], [], False
    for it in range(max_iters):
        if it % check_every == 0:
            accs.append((it, accuracy(net(x), y)))
            early = accs[-1][1] > target_acc
        losses.append(train_step(net, x, y, opt))
        if early:
            break
    return {
        "weight": net.features.weight.detach().clone(),
        "bias": float(net.features.bias),
        "iterations": len(losses),
        "stopped_early": early,
        "losses": losses,
        "accuracies": accs,
    }

# %% without autograd
# The gradient on paper and the velocity by hand.
import torch


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    n, d = x.shape
    t = y.detach().to(x.dtype)
    w = (torch.randn(d) if init_weight is None else init_weight.detach()).reshape(d).to(x.dtype).clone()
    b = torch.randn(()).to(x.dtype) if init_bias is None else torch.tensor(init_bias, dtype=x.dtype)
    vw, vb = torch.zeros_like(w), torch.zeros_like(b)
    losses, accuracies, done = [], [], False
    while len(losses) < max_iters and not done:
        z = x.mv(w) + b
        p = torch.sigmoid(z)
        k = len(losses)
        if k % check_every == 0:
            right = int(((p >= 0.5) == (t > 0.5)).sum())
            accuracies.append((k, right / n))
            done = right / n > target_acc
        losses.append(torch.nn.functional.softplus(torch.where(t > 0.5, -z, z), threshold=40).mean().item())
        error = (p - t) / n
        vw = momentum * vw + x.t().mv(error)
        vb = momentum * vb + error.sum()
        w, b = w - lr * vw, b - lr * vb
    return dict(weight=w, bias=b.item(), iterations=len(losses), stopped_early=done,
                losses=losses, accuracies=accuracies)

# %% a layer and a class
# nn.Linear inside, a class that holds the run, the weight as a row.
import torch
from torch import nn


class _Run:
    def __init__(self, x, y, init_weight, init_bias, **settings):
        self.x, self.y = x.detach(), y.detach().to(x.dtype).reshape(-1, 1)
        self.layer = nn.Linear(x.shape[1], 1, dtype=x.dtype)
        with torch.no_grad():
            if init_weight is not None:
                self.layer.weight.copy_(init_weight.reshape(1, -1))
            if init_bias is not None:
                self.layer.bias.fill_(init_bias)
        self.sgd = torch.optim.SGD(self.layer.parameters(), **settings)
        self.losses, self.accuracies = [], []

    def step(self, look):
        z = self.layer(self.x)
        loss = nn.functional.binary_cross_entropy_with_logits(z, self.y)
        self.losses.append(float(loss.detach()))
        good = None
        if look:
            hits = (z.detach().sigmoid().ge(0.5) == self.y.bool()).sum().item()
            good = hits / len(self.x)
            self.accuracies.append([len(self.losses) - 1, good])
        loss.backward()
        self.sgd.step()
        self.sgd.zero_grad()
        return good


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    run = _Run(x, y, init_weight, init_bias, lr=lr, momentum=momentum)
    stopped = False
    for it in range(max_iters):
        good = run.step(it % check_every == 0)
        if good is not None and good > target_acc:
            stopped = True
            break
    return {
        "weight": run.layer.weight.detach(), "bias": run.layer.bias.item(),
        "iterations": len(run.losses), "stopped_early": stopped, "losses": run.losses,
        "accuracies": [tuple(pair) for pair in run.accuracies],
    }

# %% functional
# torch.func.grad_and_value over a tuple of parameters, with BCELoss's own stop of the logarithms.
import torch


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x, target = x.detach(), y.detach().to(x.dtype)

    def cost(parameters):
        weight, bias = parameters
        p = torch.sigmoid(x @ weight + bias)
        return torch.nn.functional.binary_cross_entropy(p, target), p

    now = [
        torch.rand(x.shape[1], dtype=x.dtype) - 0.5
        if init_weight is None
        else init_weight.detach().clone().reshape(-1).to(x.dtype),
        (torch.rand(()) - 0.5).to(x.dtype) if init_bias is None else x.new_tensor(init_bias),
    ]
    velocity = None
    slopes = torch.func.grad_and_value(cost, has_aux=True)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        g, (value, p) = slopes(tuple(now))
        losses.append(value.item())
        velocity = list(g) if velocity is None else [momentum * v + each for v, each in zip(velocity, g)]
        now = [each - lr * v for each, v in zip(now, velocity)]
        if not it % check_every:
            share = torch.eq(p >= 0.5, target == 1).double().mean().item()
            accuracies.append((it, share))
            if share > target_acc:
                stopped = True
                break
    return {
        "weight": now[0].detach(), "bias": float(now[1]), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }
