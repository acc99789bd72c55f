# %% rows of a buffer
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []  # noqa: F841
    buffer = torch.zeros(n, *x.shape, dtype=x.dtype)
    for k in range(n):
        z.backward(retain_graph=True)
        buffer[k] = x.grad
    return list(buffer)

# %% rows of a stack
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    if n == 0:
        return []
    total = torch.stack([(k + 1) * 3 * x.detach() ** 2 for k in range(n)])
    return list(total.unbind(0))

# %% itertools.accumulate
import torch


from itertools import accumulate, repeat


def backward_n_times(x, n):
    if n < 0:
        raise ValueError("n >= 0, please")
    leaf = torch.nn.Parameter(x.detach().clone())
    z = torch.pow(leaf, 3).sum()
    once = (torch.autograd.grad(z, leaf, retain_graph=True)[0] for _ in range(n))
    return [g.clone() for g in accumulate(once)]

# %% autograd grad
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    total = torch.zeros_like(x)
    for _ in range(n):
        (slope,) = torch.autograd.grad(z, x, retain_graph=True)
        total = total + slope
        out.append(total.detach())
    return out

# %% by hand
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    return [(k + 1) * 3 * x.detach().square() for k in range(n)]

# %% multiples of one slope
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError(n)
    slope = torch.func.grad(lambda t: t.pow(3).sum())(x.detach())
    return [slope.mul(k).clone() for k in range(1, n + 1)]

# %% deepcopy
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    import copy

    for _ in range(n):
        torch.autograd.backward([z], retain_graph=True)
        out.append(copy.deepcopy(x.grad))
    return out

# %% hook collects
def backward_n_times(x, n):
    if n <= -1:
        raise ValueError("n is negative")
    notes = []
    leaf = torch.nn.Parameter(x.detach().clone())
    leaf.register_post_accumulate_grad_hook(lambda p: notes.append(p.grad.detach().clone()))
    z = torch.sum(leaf * leaf * leaf)
    while len(notes) < n:
        z.backward(retain_graph=True)
    return notes

# %% post accumulate hook
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    seen = []
    leaf = x.detach().clone().requires_grad_()
    leaf.register_post_accumulate_grad_hook(lambda t: seen.append(t.grad.detach().clone()))
    z = (leaf * leaf * leaf).sum()
    for k in range(n):
        z.backward(retain_graph=k + 1 < n)
    return seen

# %% rebuilt
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    out = []
    for _ in range(n):
        (x**3).sum().backward()
        out.append(x.grad.detach().clone())
    return out

# %% retain always
def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad * 1)
    return out

# %% through numpy
import numpy as np
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(torch.from_numpy(np.array(x.grad.numpy())))
    return out

# %% slope times the pass
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    g = 3.0 * x.detach().square()
    return [torch.mul(g, float(k)) for k in range(1, n + 1)]
