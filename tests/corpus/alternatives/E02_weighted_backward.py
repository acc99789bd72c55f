# %% stacked sums
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights.detach().to(w.dtype)
    total = torch.stack((y0.sum(), y1.sum())).mul(c).sum()
    (found,) = torch.autograd.grad(total, [w])
    return found.clone()

# %% forward-mode dual numbers
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    import torch.autograd.forward_ad as fwd
    c0, c1 = loss_weights.tolist()
    with fwd.dual_level():
        dual = fwd.make_dual(w.detach(), torch.ones_like(w))
        out = c0 * (x.detach() + dual) * (dual + 1) + c1 * ((x.detach() + dual) + (dual + 1))
        # Up to torch 2.6 the tangent of a number times a float is float64.
        return fwd.unpack_dual(out).tangent.to(w.dtype)

# %% grad outputs
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    starts = [torch.full_like(y0, c0), torch.full_like(y1, c1)]
    (found,) = torch.autograd.grad([y0, y1], w, grad_outputs=starts)
    return found

# %% jvp of each weight
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.shape != (2,):
        raise ValueError(loss_weights.shape)
    x = x.detach()
    pair = lambda w: ((x + w) * (w + 1), (x + w) + (w + 1))
    starts = tuple(torch.zeros_like(w) + float(c) for c in loss_weights)
    _, g = torch.autograd.functional.vjp(pair, w.detach(), starts)
    return g

# %% match statement
import torch


def weighted_backward(w, x, loss_weights):
    match loss_weights.tolist():
        case [c0, c1]:
            pass
        case other:
            raise ValueError(f"two numbers, please, not {len(other)}")
    leaf = torch.nn.Parameter(w.detach().clone(memory_format=torch.contiguous_format))
    parts = torch.stack([(x.detach() + leaf) * (leaf + 1), x.detach() + leaf + leaf + 1], dim=-1)
    c = torch.tensor([c0, c1], dtype=w.dtype)
    (g,) = torch.autograd.grad((parts @ c).sum(), leaf)
    return g.view(w.shape)

# %% matrix product
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    stacked = torch.stack([y0.sum(), y1.sum()])
    (stacked @ loss_weights.detach().to(stacked.dtype)).backward()
    return w.grad

# %% grad_variables, the old name
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    starts = [torch.full_like(y0, c0), torch.full_like(y1, c1)]
    torch.autograd.backward([y0, y1], grad_variables=starts)
    return w.grad

# %% repeated weights
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights.detach().to(w.dtype).repeat_interleave(max(w.numel(), 0))
    torch.cat([y0.flatten(), y1.flatten()]).backward(c)
    return w.grad if w.grad is not None else torch.zeros_like(w)

# %% scalar losses
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights.detach().to(w.dtype)
    torch.autograd.backward([y0.sum(), y1.sum()], grad_tensors=[c[0], c[1]])
    return w.grad

# %% starts in weights dtype
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    starts = [c.detach().expand(w.shape) for c in loss_weights]
    return sum(torch.autograd.grad([y0, y1], w, grad_outputs=starts))

# %% two backwards
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    y0.backward(torch.full_like(y0, c0), retain_graph=True)
    y1.backward(torch.full_like(y1, c1))
    return w.grad

# %% two separate grads
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    (g0,) = torch.autograd.grad(y0.sum(), w, retain_graph=True)
    (g1,) = torch.autograd.grad(y1.sum(), w)
    return c0 * g0 + c1 * g1

# %% unpacking refuses
import torch


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights.detach().to(w.dtype)
    w, x = torch.nn.Parameter(w.detach().clone()), x.detach()
    y0 = (x + w) * (w + 1)
    y1 = (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [c0.expand_as(y0), c1.expand_as(y1)])
    return w.grad

# %% weighted sum
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    (loss_weights[0].detach() * y0 + loss_weights[1].detach() * y1).sum().backward()
    return w.grad
