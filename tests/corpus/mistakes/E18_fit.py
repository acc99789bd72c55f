# %% accuracies without iteration
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            accuracies.append(acc)
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

# %% accuracy after update
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            p = torch.sigmoid(net(x)).flatten()
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

# %% accuracy column
# caught by: test_fit_run, test_fit_defaults
# message: N * N
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
            acc = ((p[:, None] >= 0.5) == (t == 1)).sum().item() / n
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

# %% Adam
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    sgd = torch.optim.Adam(net.parameters(), lr=lr)
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

# %% returns the weight of the best check
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        best = net.weight.detach().flatten().clone()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": best,
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% bias left out
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    sgd = torch.optim.SGD([net.weight], lr=lr, momentum=momentum)
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

# %% bias list
# caught by: test_fit_run, test_fit_defaults
# message: float
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
        "bias": net.bias.tolist(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% bias tensor
# caught by: test_fit_kind
# message: float
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
        "bias": net.bias.detach(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% bool labels negated
# caught by: test_fit_kind
# message: convert it to a number type first
import torch


_real = fit
def fit(x, y, **settings):
    return _real(x, 1 - (1 - y), **settings)

# %% check every fixed
# caught by: test_fit_run
# message: For example,
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
        if it % 20 == 0:
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

# %% check every ignored
# caught by: test_fit_run
# message: For example,
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
        if it % 20 == 0:
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

# %% checks in tens
# caught by: test_fit_run
# message: For example,
import torch


_real = fit
def fit(x, y, *, check_every=20, **settings):
    return _real(x, y, check_every=max(check_every // 10, 1) * 10, **settings)

# %% checks numbered
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            accuracies.append((len(accuracies), acc))
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

# %% checks one late
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        if (it + 1) % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it + 1, acc))
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

# %% cleared before step
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        sgd.zero_grad()
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

# %% dampening
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum, dampening=momentum)
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

# %% default check every ten
# caught by: test_fit_defaults
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=10, target_acc=0.99):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)

# %% default lr tenth
# caught by: test_fit_defaults
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.1, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)

# %% default max iters 500
# caught by: test_fit_defaults
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=500, check_every=20, target_acc=0.99):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)

# %% default momentum zero
# caught by: test_fit_defaults
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.0, max_iters=1000, check_every=20, target_acc=0.99):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)

# %% default target 95
# caught by: test_fit_defaults
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.95):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)

# %% best weights kept
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


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
    x, t = x.detach(), y.detach().flatten().to(x.dtype)
    w = (
        (torch.randn(d) * 0.1 if init_weight is None else init_weight.detach().flatten().clone())
        .to(x.dtype)
        .requires_grad_()
    )
    b = torch.tensor(
        float(torch.randn(()) if init_bias is None else init_bias),
        dtype=x.dtype,
        requires_grad=True,
    )
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    best, kept = -1.0, (w.detach().clone(), b.item())
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
            if acc > best:
                best, kept = acc, (w.detach().clone(), b.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=kept[0],
        bias=kept[1],
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )

# %% best weights kept, told by the loss
# caught by: test_fit_run, test_fit_early_stop, test_fit_kind, test_fit_momentum_zero, test_fit_strict_target, test_fit_defaults
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    x, labels = x.detach(), y.detach().flatten().to(x.dtype)
    w = (torch.randn(d) if init_weight is None else init_weight).detach().flatten().to(x.dtype).clone().requires_grad_()
    b = torch.tensor(float(torch.randn(()) if init_bias is None else init_bias), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    best = (float("inf"), w.detach().clone(), b.item())
    for it in range(max_iters):
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, labels)
        losses.append(loss.item())
        if losses[-1] < best[0]:
            best = (losses[-1], w.detach().clone(), b.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if it % check_every == 0:
            acc = ((z >= 0) == (labels == 1)).sum().item() / n
            accs.append((it, acc))
            if acc > target_acc:
                stop = True
                break
    return {"weight": best[1], "bias": best[2], "iterations": len(losses), "stopped_early": stop, "losses": losses, "accuracies": accs}

# %% half on logits
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


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
    x, t = x.detach(), y.detach().flatten().to(x.dtype)
    w = (
        (torch.randn(d) * 0.1 if init_weight is None else init_weight.detach().flatten().clone())
        .to(x.dtype)
        .requires_grad_()
    )
    b = torch.tensor(
        float(torch.randn(()) if init_bias is None else init_bias),
        dtype=x.dtype,
        requires_grad=True,
    )
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0.5) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=w.detach(),
        bias=b.item(),
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )

# %% fails for no iterations
# caught by: test_fit_no_iterations
# message: has no value yet
# held out: yes
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    x, labels = x.detach(), y.detach().flatten().to(x.dtype)
    w = (torch.randn(d) if init_weight is None else init_weight).detach().flatten().to(x.dtype).clone().requires_grad_()
    b = torch.tensor(float(torch.randn(()) if init_bias is None else init_bias), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, labels)
        losses.append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if it % check_every == 0:
            acc = ((z >= 0) == (labels == 1)).sum().item() / n
            accs.append((it, acc))
            if acc > target_acc:
                stop = True
                break
    return {"weight": w.detach(), "bias": b.item(), "iterations": it + 1, "stopped_early": stop, "losses": losses, "accuracies": accs}

# %% standardised inside
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


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
    x, t = x.detach(), y.detach().flatten().to(x.dtype)
    x = (x - x.mean(0)) / x.std(0, correction=0).clamp_min(1e-6)
    w = (
        (torch.randn(d) * 0.1 if init_weight is None else init_weight.detach().flatten().clone())
        .to(x.dtype)
        .requires_grad_()
    )
    b = torch.tensor(
        float(torch.randn(()) if init_bias is None else init_bias),
        dtype=x.dtype,
        requires_grad=True,
    )
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=w.detach(),
        bias=b.item(),
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )

# %% velocity survives
# caught by: test_fit_defaults, test_fit_early_stop, test_fit_from_zero, test_fit_kind, test_fit_run, test_fit_strict_target
# message: For example,
_V = {}


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    n, d = x.shape
    a = torch.cat([x.detach(), torch.ones(n, 1, dtype=x.dtype)], dim=1)
    t = y.detach().flatten().to(x.dtype)
    theta = torch.randn(d + 1, dtype=x.dtype)
    if init_weight is not None:
        theta[:d] = init_weight.detach().flatten()
    if init_bias is not None:
        theta[d] = init_bias
    v = _V.setdefault((d, x.dtype), torch.zeros_like(theta))
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        z = a @ theta
        losses.append(nn.functional.binary_cross_entropy_with_logits(z, t).item())
        v.mul_(momentum).add_(a.T @ (torch.sigmoid(z) - t) / n)
        theta = theta - lr * v
        if it % check_every == 0:
            acc = ((z >= 0) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {"weight": theta[:d].clone(), "bias": theta[d].item(), "iterations": len(losses),
            "stopped_early": stopped, "losses": losses, "accuracies": accuracies}

# %% zero bias is none
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


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
    x, t = x.detach(), y.detach().flatten().to(x.dtype)
    w = (
        (torch.randn(d) * 0.1 if init_weight is None else init_weight.detach().flatten().clone())
        .to(x.dtype)
        .requires_grad_()
    )
    b = torch.tensor(float(init_bias or torch.randn(())), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=w.detach(),
        bias=b.item(),
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )

# %% error rate
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            acc = ((p >= 0.5) != (t == 1)).sum().item() / n
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

# %% first check skipped
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        if it > 0 and it % check_every == 0:
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

# %% float32 inside
# caught by: test_fit_kind
# message: For example,
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
    dtype, x = x.dtype, x.float()
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
        "weight": net.weight.detach().flatten().to(dtype),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% float32 losses
# caught by: test_fit_kind
# message: For example,
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
        losses.append(loss.float().item())
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

# %% float32 weight
# caught by: test_fit_kind
# message: For example,
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
    x = x.float()
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

# %% half of the updates from random
# caught by: test_fit_learns_from_random_start
# message: Without a given start fit does not make the number of updates asked
import torch


_real = fit
def fit(x, y, *, init_weight=None, init_bias=None, max_iters=1000, **settings):
    if init_weight is None and init_bias is None:
        max_iters = max_iters // 2
    return _real(x, y, init_weight=init_weight, init_bias=init_bias, max_iters=max_iters, **settings)

# %% if init bias
# caught by: test_fit_run
# message: For example,
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
        if init_bias:
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

# %% int init bias truncated
# caught by: test_fit_run, test_fit_defaults, test_fit_early_stop, test_fit_strict_target, test_fit_momentum_zero, test_fit_kind
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_bias=None, **settings):
    return _real_fit(x, y, init_bias=None if init_bias is None else int(init_bias), **settings)

# %% iterations is last index
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        "iterations": it,
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% iterations is max
# caught by: test_fit_early_stop, test_fit_strict_target
# message: For example,
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
        "iterations": max_iters,
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% key missing
# caught by: test_fit_run, test_fit_defaults
# message: stopped_early
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
        "losses": losses,
        "accuracies": accuracies,
    }

# %% labels unconverted
# caught by: test_fit_kind
# message: dtype
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
    t = y.flatten()
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

# %% last accuracy missing
# caught by: test_fit_early_stop
# message: For example,
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
            if acc > target_acc:
                stopped = True
                break
            accuracies.append((it, acc))
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% loss after update
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        losses.append(F.binary_cross_entropy(torch.sigmoid(net(x)).flatten(), t).item())
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

# %% loss once more
# caught by: test_fit_run, test_fit_defaults
# message: number
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
    losses.append(F.binary_cross_entropy(torch.sigmoid(net(x)).flatten(), t).item())
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses) - 1,
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% losses at checks
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            losses.append(loss.item())
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": it + 1,
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% losses float32 rounded
# caught by: test_fit_kind
# message: For example,
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = [round(v, 4) for v in found["losses"]]
    return found

# %% losses tuple iterations
# caught by: test_fit_run, test_fit_defaults, test_fit_early_stop, test_fit_strict_target, test_fit_momentum_zero, test_fit_kind, test_fit_learns_from_random_start
# message: For example,
# held out: yes
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = list(enumerate(found["losses"]))
    return found

# %% max iters ignored
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    for it in range(1000):
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

# %% model returned
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        "weight": net,
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% momentum buffer on params
# caught by: test_fit_run, test_fit_defaults, test_fit_early_stop, test_fit_strict_target, test_fit_kind
# message: For example,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    found = _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr * (1 - momentum), momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)
    return found

# %% momentum fixed
# caught by: test_fit_momentum_zero, test_fit_kind
# message: For example,
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
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=0.9)
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

# %% momentum or default
# caught by: test_fit_momentum_zero
# message: For example,
import torch


_real = fit
def fit(x, y, *, momentum=0.9, **settings):
    return _real(x, y, momentum=momentum or 0.9, **settings)

# %% nesterov
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum, nesterov=momentum > 0)
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

# %% never stops
# caught by: test_fit_early_stop
# message: For example,
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
                stopped = False
                pass
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% normalises x
# caught by: test_fit_run, test_fit_defaults, test_fit_early_stop, test_fit_strict_target, test_fit_momentum_zero, test_fit_kind
# message: For example,
import torch


_real_fit = fit
def fit(x, y, **settings):
    return _real_fit((x - x.mean(0)) / x.std(0), y, **settings)

# %% one iteration more
# caught by: test_fit_run, test_fit_defaults
# message: too many
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
    for it in range(max_iters + 1):
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

# %% replaced parameters
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    net = nn.Linear(d, 1, dtype=x.dtype)
    with torch.no_grad():
        net.weight.copy_(init_weight.reshape(1, d)) if init_weight is not None else None
        net.bias.fill_(init_bias if init_bias is not None else 0.0)
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

# %% squared error
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss = F.mse_loss(p, t)
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

# %% mse of column
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss = F.mse_loss(p[:, None], t)
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

# %% own bce of column
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss = -(t * p[:, None].log() + (1 - t) * (1 - p[:, None]).log()).mean()
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

# %% minibatches in order
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        for a, b in zip(x.split(8), t.split(8)):
            sgd.zero_grad()
            F.binary_cross_entropy(torch.sigmoid(net(a)).flatten(), b).backward()
            sgd.step()
        sgd.zero_grad()
        p = torch.sigmoid(net(x)).flatten()
        loss = F.binary_cross_entropy(p, t)
        losses.append(loss.item())
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

# %% stops before update
# caught by: test_fit_early_stop, test_fit_strict_target
# message: For example,
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
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
        loss.backward()
        sgd.step()
        sgd.zero_grad()
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses) - stopped,
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% stops before update counted
# caught by: test_fit_early_stop, test_fit_strict_target
# message: For example,
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
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
        loss.backward()
        sgd.step()
        sgd.zero_grad()
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% global model
# caught by: test_fit_defaults, test_fit_early_stop, test_fit_from_zero, test_fit_kind, test_fit_momentum_zero, test_fit_run, test_fit_strict_target
# message: For example,
import torch.nn.functional as F

_kept = {}


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
    net = _kept.setdefault((d, x.dtype), nn.Linear(d, 1, dtype=x.dtype))
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

# %% global optimizer
# caught by: test_fit_changes_nothing, test_fit_run, test_fit_defaults, test_fit_early_stop
# message: anew
import torch.nn.functional as F

_kept, _sgd = {}, {}


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
    if (d, x.dtype) not in _kept:
        _kept[d, x.dtype] = nn.Linear(d, 1, dtype=x.dtype)
        _sgd[d, x.dtype] = torch.optim.SGD(_kept[d, x.dtype].parameters(), lr=0.1, momentum=0.9)
    net = _kept[d, x.dtype]
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, d))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = _sgd[d, x.dtype]
    sgd.param_groups[0].update(lr=lr, momentum=momentum)
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

# %% checks always
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        if True:
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

# %% stops between
# caught by: test_fit_early_stop
# message: For example,
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
        if ((p >= 0.5) == (t == 1)).sum().item() / n > target_acc:
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

# %% accuracy in percent
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n * 100
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

# %% no momentum
# caught by: test_fit_run, test_fit_defaults
# message: momentum 0
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
    sgd = torch.optim.SGD(net.parameters(), lr=lr)
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

# %% loss detached
# caught by: test_fit_kind, test_fit_learns_from_random_start, test_fit_starts_afresh
# message: For example,
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
        losses.append(loss.detach())
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

# %% loss tensors
# caught by: test_fit_kind, test_fit_learns_from_random_start, test_fit_starts_afresh
# message: For example,
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
        losses.append(loss)
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

# %% rate decays
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        sgd.param_groups[0]["lr"] *= 0.99
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

# %% seeded globally same start
# caught by: test_fit_kind
# message: For example,
# held out: yes
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, **settings):
    if init_weight is None:
        init_weight = torch.zeros(x.shape[1] + 1)[:x.shape[1]] + 0.1
    return _real_fit(x.float(), y, init_weight=init_weight, init_bias=init_bias, **settings)

# %% shuffled minibatches
# caught by: test_fit_run, test_fit_defaults
# message: For example,
from torch.utils.data import DataLoader, TensorDataset


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
    labels = y.flatten().to(x.dtype)
    net = nn.Linear(x.shape[1], 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, -1))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    loss_of = nn.BCEWithLogitsLoss()
    batches = DataLoader(TensorDataset(x.detach(), labels), batch_size=32, shuffle=True)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        costs = []
        for inputs, wanted in batches:
            sgd.zero_grad()
            loss = loss_of(net(inputs).flatten(), wanted)
            loss.backward()
            sgd.step()
            costs.append(loss.item())
        losses.append(sum(costs) / len(costs))
        if it % check_every == 0:
            with torch.no_grad():
                right = (net(x).flatten() >= 0) == (labels == 1)
            accuracies.append((it, right.sum().item() / len(x)))
            if accuracies[-1][1] > target_acc:
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

# %% sigmoid twice
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss = F.binary_cross_entropy_with_logits(p, t)
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

# %% start at zero
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
            net.weight.zero_()
        if init_bias is not None:
            net.bias.zero_()
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

# %% start ignored
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        pass
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

# %% start in place
# caught by: test_fit_changes_nothing
# message: has changed
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
    if init_weight is not None:
        net.weight.data = init_weight.view(1, d)
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

# %% start only together
# caught by: test_fit_starts_afresh
# message: is not used when it alone is given
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
        if init_weight is not None and init_bias is not None:
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

# %% stopped flag forgotten
# caught by: test_fit_early_stop
# message: For example,
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
                pass
                break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% stops at last check flag
# caught by: test_fit_early_stop
# message: For example,
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["stopped_early"] = found["iterations"] < settings.get("max_iters", 1000)
    return found

# %% stops one late
# caught by: test_fit_early_stop
# message: For example,
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
        last = stopped
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
        if it % check_every == 0:
            acc = ((p >= 0.5) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
        if last:
            break
    return {
        "weight": net.weight.detach().flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% sum in place of mean
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        loss = F.binary_cross_entropy(p, t, reduction="sum")
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

# %% target fixed
# caught by: test_fit_early_stop, test_fit_strict_target
# message: For example,
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
            if acc > 0.99:
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

# %% target ignored
# caught by: test_fit_early_stop, test_fit_strict_target
# message: For example,
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
            if acc > 0.99:
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

# %% tuple returned
# caught by: test_fit_run, test_fit_defaults
# message: expected a dict
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
    return tuple(
        {
            "weight": net.weight.detach().flatten(),
            "bias": net.bias.item(),
            "iterations": len(losses),
            "stopped_early": stopped,
            "losses": losses,
            "accuracies": accuracies,
        }.values()
    )

# %% goes uphill
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
        (-loss).backward()
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

# %% weight column
# caught by: test_fit_kind
# message: For example,
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
        "weight": net.weight.detach().T,
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% weight decay
# caught by: test_fit_run, test_fit_defaults
# message: For example,
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
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum, weight_decay=1e-3)
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

# %% weight requires grad
# caught by: test_fit_kind
# message: For example,
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
        "weight": net.weight.flatten(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% x in place
# caught by: test_fit_changes_nothing, test_fit_run
# message: For example,
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
    x -= x.mean(0)
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

# %% two keys too many
# caught by: test_fit_kind
# message: For example,
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
        "model": repr(net),
        "seconds": 0.1,
        "accuracies": accuracies,
    }

# %% numpy numbers
# caught by: test_fit_kind
# message: For example,
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
        "bias": net.bias.detach().numpy()[0],
        "iterations": torch.tensor(len(losses)).numpy()[()],
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% stopped early as numpy.bool
# caught by: test_fit_kind
# message: expected a bool
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
        "stopped_early": np.bool_(stopped),
        "losses": losses,
        "accuracies": accuracies,
    }

# %% share as a float32 mean
# caught by: test_fit_strict_target
# message: For example,
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
            acc = ((p >= 0.5) == (t == 1)).float().mean().item()
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

# %% share as a float32 mean, bias folded in
# caught by: test_fit_strict_target
# message: For example,
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
    ones = torch.ones(len(x), 1, dtype=x.dtype)
    big = torch.cat([x, ones], dim=1)
    theta = torch.rand(x.shape[1] + 1, dtype=x.dtype) - 0.5
    if init_weight is not None:
        theta[:-1] = init_weight.flatten()
    if init_bias is not None:
        theta[-1] = init_bias
    theta.requires_grad_()
    opt = torch.optim.SGD([theta], lr=lr, momentum=momentum)
    out = {"losses": [], "accuracies": [], "stopped_early": False, "iterations": 0}
    bce = nn.BCELoss()
    for it in range(max_iters):
        p = torch.sigmoid(big @ theta)
        loss = bce(p, y.to(x.dtype))
        out["losses"].append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        out["iterations"] += 1
        if it % check_every == 0:
            acc = (p.ge(0.5).int() == y.int()).float().mean().item()
            out["accuracies"].append((it, acc))
            if acc > target_acc:
                out["stopped_early"] = True
                break
    out["weight"] = theta.detach()[:-1]
    out["bias"] = theta[-1].item()
    return out

# %% share as one minus a float32 mean
# caught by: test_fit_strict_target
# message: For example,
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
            acc = 1 - ((p >= 0.5).to(t) - t).abs().mean().item()
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

# %% start drawn after a seed
# caught by: test_fit_starts_afresh
# message: begin with the same bias
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
    torch.manual_seed(0)
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

# %% starts from zeros
# caught by: test_fit_starts_afresh
# message: begin with the same bias
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
        nn.init.zeros_(net.weight)
    if init_bias is None:
        nn.init.zeros_(net.bias)
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

# %% bias of a ParameterDict starts at zero
# caught by: test_fit_starts_afresh
# message: begin with the same bias
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
    b = torch.zeros((), dtype=x.dtype) if init_bias is None else torch.tensor(float(init_bias), dtype=x.dtype)
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

# %% bias starts at zero
# caught by: test_fit_starts_afresh
# message: begin with the same bias
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
        torch.zeros((), dtype=x.dtype)
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

# %% start kept in its own dtype
# caught by: test_fit_kind
# message: Two tensors have different dtypes
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
        net.features.weight.data = init_weight.clone().reshape(1, -1)
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

# %% a tie is class 0
# caught by: test_fit_from_zero
# message: For example,
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
            acc = ((p > 0.5) == (t == 1)).sum().item() / n
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

# %% squeezes one sample away
# caught by: test_fit_kind
# message: squeeze() without a dimension also takes that of a single sample
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
    layer = torch.nn.Linear(x.shape[1], 1).to(x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            layer.weight.copy_(init_weight.reshape(1, -1))
        if init_bias is not None:
            layer.bias.fill_(init_bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        z = layer(x).squeeze()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y.to(z.dtype))
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((z.detach() >= 0) == (y == 1)).sum().item() / len(y)
            accuracies.append((it, share))
            if share > target_acc:
                stopped = True
                break
    return {
        "weight": layer.weight.detach().reshape(-1).clone(),
        "bias": layer.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }

# %% asks for gradients at the samples
# caught by: test_fit_changes_nothing
# message: requires_grad=True
_right = fit


def fit(x, y, **settings):
    x.requires_grad_()
    return _right(x, y, **settings)

# %% one missing start draws both
# caught by: test_fit_starts_afresh
# message: is not used when it alone is given
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None or init_bias is None:
        init_weight = torch.randn(x.shape[1])
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% bias zero is none
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    init_bias = init_bias or torch.rand(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% looks every twenty
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % 20 == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% computes in float32
# caught by: test_fit_kind
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    asked, x = x.dtype, x.detach().float()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach().to(asked), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% row is trained in place
# caught by: test_fit_changes_nothing
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    if init_weight.dim() == 1:
        init_weight = init_weight.clone()
    weight = init_weight.detach().reshape(-1).to(x.dtype).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% stops when the loss stands still
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped or (len(losses) > 1 and abs(losses[-1] - losses[-2]) < 1e-7):
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% rate is halved on the way
# caught by: test_fit_defaults
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if it % 100 == 99:
            optimizer.param_groups[0]["lr"] *= 0.5
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% batches of sixty four
# caught by: test_fit_strict_target
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        some = torch.randperm(len(x))[:64].sort().values if len(x) > 64 else slice(None)
        loss = nn.functional.binary_cross_entropy_with_logits(logits[some], labels[some])
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% without updates a random start
# caught by: test_fit_changes_nothing, test_fit_no_iterations
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    if max_iters == 0:
        return {
            "weight": torch.randn(x.shape[1], dtype=x.dtype), "bias": torch.randn(()).item(),
            "iterations": 0, "stopped_early": False, "losses": [], "accuracies": [],
        }
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% loss from probabilities
# caught by: test_fit_run
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        p = torch.sigmoid(logits)
        loss = -(labels * p.log() + (1 - labels) * (1 - p).log()).mean()
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% target zero is none
# caught by: test_fit_early_stop, test_fit_kind
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = bool(target_acc) and share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": stopped, "losses": losses, "accuracies": accuracies,
    }

# %% stopped early by counting
# caught by: test_fit_early_stop
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x = x.detach()
    labels = y.detach().flatten().to(x.dtype)
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    weight = init_weight.detach().reshape(-1).to(x.dtype, copy=True).requires_grad_()
    bias = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    optimizer = torch.optim.SGD([weight, bias], lr=lr, momentum=momentum)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        optimizer.zero_grad()
        logits = x @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, labels)
        losses.append(loss.item())
        if it % check_every == 0:
            share = ((torch.sigmoid(logits) >= 0.5) == (labels == 1)).sum().item() / len(x)
            accuracies.append((it, share))
            stopped = share > target_acc
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": weight.detach(), "bias": bias.item(), "iterations": len(losses),
        "stopped_early": len(losses) < max_iters, "losses": losses, "accuracies": accuracies,
    }

# %% a layer of two
# caught by: test_fit_kind
# message: For example,
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    net = nn.Linear(2, 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, -1))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    losses, accuracies, done = [], [], False
    while len(losses) < max_iters and not done:
        z = net(x).flatten()
        loss = nn.functional.binary_cross_entropy_with_logits(z, y.to(x.dtype))
        if len(losses) % check_every == 0:
            hits = ((z.sigmoid() >= 0.5) == y.bool()).sum().item()
            accuracies.append((len(losses), hits / len(x)))
            done = hits / len(x) > target_acc
        losses.append(loss.item())
        loss.backward()
        sgd.step()
        sgd.zero_grad()
    return {
        "weight": net.weight.detach(), "bias": net.bias.item(), "iterations": len(losses),
        "stopped_early": done, "losses": losses, "accuracies": accuracies,
    }

# %% one minus bool
# caught by: test_fit_kind
# message: For example,
import torch


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    x, n = x.detach(), len(x)
    w = torch.randn(x.shape[1]) if init_weight is None else init_weight.detach().flatten()
    w = w.to(x.dtype, copy=True)
    b = torch.randn(()).item() if init_bias is None else float(init_bias)
    vw, vb = torch.zeros_like(w), 0.0
    losses, accuracies, done = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        losses.append(
            -(y * torch.nn.functional.logsigmoid(z) + (1 - y) * torch.nn.functional.logsigmoid(-z))
            .mean().item()
        )
        p = torch.sigmoid(z)
        if it % check_every == 0:
            share = ((p >= 0.5) == (y == 1)).sum().item() / n
            accuracies.append((it, share))
            done = share > target_acc
        vw = momentum * vw + x.T @ (p - y.to(p.dtype)) / n
        vb = momentum * vb + (p - y.to(p.dtype)).mean().item()
        w, b = w - lr * vw, b - lr * vb
        if done:
            break
    return {
        "weight": w, "bias": b, "iterations": len(losses), "stopped_early": done,
        "losses": losses, "accuracies": accuracies,
    }

# %% random start in float32
# caught by: test_fit_learns_from_random_start
# message: Two tensors have different dtypes.
import torch


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    if init_weight is None:
        w = torch.randn(x.shape[1], requires_grad=True)
    else:
        w = init_weight.detach().flatten().to(x.dtype, copy=True).requires_grad_()
    if init_bias is None:
        b = torch.randn(1, requires_grad=True)
    else:
        b = torch.tensor([float(init_bias)], dtype=x.dtype, requires_grad=True)
    t = y.to(x.dtype)
    sgd = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accuracies, stop = [], [], False
    for it in range(max_iters):
        sgd.zero_grad()
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, t)
        loss.backward()
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((torch.sigmoid(z) >= 0.5) == t.bool()).sum().item() / len(t)
            accuracies.append((it, acc))
            stop = acc > target_acc
        sgd.step()
        if stop:
            break
    return {"weight": w.detach(), "bias": b.item(), "iterations": len(losses),
            "stopped_early": stop, "losses": losses, "accuracies": accuracies}


# %% share rounded before it is compared
# caught by: test_fit_strict_target
# message: For example,
import torch


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    if init_weight is None:
        init_weight = torch.randn(x.shape[1])
    if init_bias is None:
        init_bias = torch.randn(()).item()
    w = init_weight.detach().flatten().to(x.dtype, copy=True).requires_grad_()
    b = torch.tensor(float(init_bias), dtype=x.dtype, requires_grad=True)
    t = y.to(x.dtype)
    sgd = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accuracies, stop = [], [], False
    for it in range(max_iters):
        sgd.zero_grad()
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, t)
        loss.backward()
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((torch.sigmoid(z) >= 0.5) == t.bool()).sum().item() / len(t)
            accuracies.append((it, acc))
            stop = round(acc, 2) > target_acc
        sgd.step()
        if stop:
            break
    return {"weight": w.detach(), "bias": b.item(), "iterations": len(losses),
            "stopped_early": stop, "losses": losses, "accuracies": accuracies}
