# %% as tensor expand
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.as_tensor(c, dtype=loss.dtype).expand_as(loss)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, starts)

# %% broadcast
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for k in range(len(losses)):
        start = torch.zeros_like(losses[k]) + weights[k]
        losses[k].backward(start, retain_graph=True)

# %% functools partial
import torch


from functools import partial as _partial


def _helper(losses, weights, keep):
    if len(losses) != len(weights):
        raise ValueError("one weight a loss")
    torch.autograd.backward(
        tuple(losses), tuple(l.detach() * 0 + w for l, w in zip(losses, weights)), retain_graph=keep
    )


backward_losses = _partial(_helper, keep=True)

# %% generator total
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError(f"{len(losses)} != {len(weights)}")
    total = None
    for loss, weight in zip(losses, weights):
        term = torch.mul(loss, weight).sum().double()
        total = term if total is None else total + term
    if total is not None:
        total.backward()

# %% hooks multiply the gradients
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("counts")
    scaled = []
    for loss, weight in zip(losses, weights):
        copy = loss.clone()
        copy.register_hook(lambda g, weight=weight: g * weight)
        scaled.append(copy.sum())
    torch.stack([s.to(torch.float64) for s in scaled]).sum().backward()

# %% losses joined into one vector
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    flat = torch.cat([loss.reshape(-1) for loss in losses])
    flat.backward(torch.cat([start.reshape(-1) for start in starts]))

# %% backward of the list
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)

# %% one sum of all
def backward_losses(losses, weights):
    n, m = len(losses), len(weights)
    if n - m:
        raise ValueError(f"{n} losses and {m} weights do not pair up")
    parts = [
        torch.mul(loss, c.detach().to(loss.dtype) if torch.is_tensor(c) else c).sum()
        for loss, c in zip(losses, weights)
    ]
    if parts:
        from functools import reduce
        from operator import add

        reduce(add, parts).backward()

# %% ones times weight
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.ones_like(loss) * c for loss, c in zip(losses, weights, strict=True)]
    torch.autograd.backward(tensors=tuple(losses), grad_tensors=tuple(starts))

# %% own accumulation
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    nodes, leaves = [loss.grad_fn for loss in losses], {}
    while nodes:
        node = nodes.pop()
        if hasattr(node, "variable"):
            leaves[id(node.variable)] = node.variable
        nodes += [n for n, _ in node.next_functions if n is not None]
    leaves = list(leaves.values())
    found = torch.autograd.grad(losses, leaves, grad_outputs=starts)
    for leaf, grad in zip(leaves, found, strict=True):
        leaf.grad = grad if leaf.grad is None else leaf.grad + grad

# %% retain all but last
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for i, (loss, c) in enumerate(zip(losses, weights, strict=True)):
        (loss * c).sum().backward(retain_graph=i < len(losses) - 1)

# %% retained loop
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    for loss, start in zip(losses, starts, strict=True):
        loss.backward(gradient=start, retain_graph=True)

# %% scaled then ones
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    scaled = [c * loss for loss, c in zip(losses, weights, strict=True)]
    torch.autograd.backward(scaled, grad_tensors=[torch.ones_like(s) for s in scaled])

# %% single passes reversed
import torch


def backward_losses(losses, weights):
    n = len(losses)
    if n != len(weights):
        raise ValueError
    for i in reversed(range(n)):
        w = weights[i]
        g = w.to(losses[i].dtype) * torch.ones_like(losses[i]) if torch.is_tensor(w) else torch.ones_like(losses[i]) * w
        losses[i].backward(gradient=g, retain_graph=i != 0)
    return None

# %% skips zero weights
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    kept = [(loss, c) for loss, c in zip(losses, weights, strict=True) if torch.as_tensor(c).any()]
    total = 0.0
    for loss, c in kept:
        total += (c * loss).sum()
    if kept:
        total.backward()

# %% weighted sum
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum((c * loss).sum() for loss, c in zip(losses, weights, strict=True))
    total.backward()
