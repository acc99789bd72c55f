# %% add with alpha
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = torch.add(g, v, alpha=momentum)
        new_velocities += [v]
        new_params += [torch.add(p.detach(), v, alpha=-lr)]
    return new_params, new_velocities

# %% addcmul deepcopy
import torch


import copy


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_v = [torch.zeros_like(g) for g in grads] if velocities is None else copy.deepcopy(list(velocities))
    new_p = [p.detach().clone() for p in params]
    for p, g, v in zip(new_p, grads, new_v):
        v.mul_(momentum).add_(g.detach())
        p.add_(v, alpha=-lr)
    return new_p, new_v

# %% clones in place
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = v.clone().mul_(momentum).add_(g)
        new_velocities.append(v)
        new_params.append(p.clone().sub_(lr * v))
    return new_params, new_velocities

# %% torch's optimizer, settings changed
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    copies = [p.detach().clone().requires_grad_() for p in params]
    if not copies:
        return [], []
    sgd = torch.optim.SGD(copies, lr=1.0, momentum=0.5)
    sgd.param_groups[0].update(lr=lr, momentum=momentum)
    for i, (c, g) in enumerate(zip(copies, grads)):
        c.grad = g.detach().clone()
        if velocities is not None:
            sgd.state[c]["momentum_buffer"] = velocities[i].detach().clone()
    if momentum == 0:
        sgd.step()
        return [c.detach() for c in copies], [g.detach().clone() for g in grads]
    sgd.step()
    return [c.detach() for c in copies], [sgd.state[c]["momentum_buffer"] for c in copies]

# %% torch._foreach_
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        new = [g.clone() for g in grads]
    else:
        new = list(torch._foreach_add(torch._foreach_mul(velocities, momentum), grads))
    return list(torch._foreach_add(params, new, alpha=-lr)), new

# %% copies filled in place
import torch


from torch.optim.sgd import sgd


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    ps = [p.detach().clone() for p in params]
    vs = [torch.zeros_like(p) if velocities is None else velocities[i].detach().clone() for i, p in enumerate(ps)]
    with torch.no_grad():
        for p, g, v in zip(ps, grads, vs):
            v.copy_(v * momentum + g)
            p.copy_(p - lr * v)
    return (ps, vs)

# %% generator of namedtuples
import torch


from typing import NamedTuple


class _Moved(NamedTuple):
    params: list
    velocities: list


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    def moved():
        for i, (p, g) in enumerate(zip(params, grads)):
            old = torch.zeros(p.shape, dtype=p.dtype) if velocities is None else velocities[i]
            v = torch.add(g, old, alpha=momentum).detach()
            yield torch.sub(p.detach(), v, alpha=lr), v

    new_params, new_velocities = zip(*moved())
    return _Moved(list(new_params), list(new_velocities))

# %% map over the lists
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities if velocities is not None else [0.0] * len(params)
    move = lambda p, g, v: ((p - lr * (g + momentum * v)).detach(), (g + momentum * v).detach())
    pairs = list(map(move, params, grads, velocities))
    return [p for p, _ in pairs], [v for _, v in pairs]

# %% real sgd
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    own = [p.detach().clone().requires_grad_() for p in params]
    sgd = torch.optim.SGD(own, lr=lr, momentum=momentum)
    old = [torch.zeros_like(p) for p in own] if velocities is None else velocities
    for p, g, v in zip(own, grads, old):
        p.grad = g.clone()
        sgd.state[p]["momentum_buffer"] = v.clone()
    sgd.step()
    moved = [sgd.state[p]["momentum_buffer"] if momentum else g.clone() for p, g in zip(own, grads)]
    return [p.detach() for p in own], moved

# %% tuples
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities or [0.0] * len(params)
    v = tuple((momentum * v + g).detach() for v, g in zip(velocities, grads))
    return tuple(p.detach() - lr * w for p, w in zip(params, v)), v

# %% velocity is the gradient itself
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = grads
    else:
        velocities = [momentum * v + g for v, g in zip(velocities, grads)]
    return [p.data - lr * v for p, v in zip(params, velocities)], velocities

# %% torchs own optimizer
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    copies = [torch.nn.Parameter(p.detach().clone()) for p in params]
    if not copies:
        return [], []
    # A momentum of 0 keeps no buffer in torch: then the gradient is the velocity.
    old = [torch.zeros_like(p) for p in copies] if velocities is None else velocities
    new = [(v.detach() * momentum + g.detach()) for v, g in zip(old, grads)]
    optimizer = torch.optim.SGD(copies, lr=lr)
    for p, v in zip(copies, new):
        p.grad = v.clone()
    optimizer.step()
    return [p.detach() for p in copies], new

# %% tuples from a generator
import torch


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    def pairs():
        for k, (p, g) in enumerate(zip(params, grads)):
            v = g.clone() if velocities is None else torch.add(g, velocities[k], alpha=momentum)
            yield torch.sub(p, v, alpha=lr), v

    both = list(pairs())
    return tuple(p for p, _ in both), tuple(v for _, v in both)

# %% foreach
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if len(params) == 0:
        return [], []
    params, grads = [p.detach() for p in params], [g.detach() for g in grads]
    if velocities is None:
        new = [g.clone() for g in grads]
    else:
        new = list(torch._foreach_add(grads, torch._foreach_mul([v.detach() for v in velocities], momentum)))
    return list(torch._foreach_sub(params, torch._foreach_mul(new, lr))), new

# %% in place on clones
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    out_p, out_v = [p.detach().clone() for p in params], []
    for k, p in enumerate(out_p):
        v = torch.zeros_like(p) if velocities is None else velocities[k].detach().clone()
        v.mul_(momentum).add_(grads[k].detach())
        p.sub_(v.mul(lr))
        out_v.append(v)
    return out_p, out_v
