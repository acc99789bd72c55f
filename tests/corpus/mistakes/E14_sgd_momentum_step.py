# %% carries graph
# caught by: test_sgd_momentum_step_is_plain
# message: graph
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% dampened by lr
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * (1 - momentum) * v for p, v in zip(params, v)], v

# %% detached velocity only
# caught by: test_sgd_momentum_step_is_plain
# message: graph
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = (momentum * v + g).detach()
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% parameters stacked
# caught by: test_sgd_momentum_step_first
# message: cannot be stacked
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    P, G = torch.stack(list(params)).detach(), torch.stack(list(grads)).detach()
    V = torch.zeros_like(P) if velocities is None else torch.stack(list(velocities)).detach()
    V = momentum * V + G
    return list(P - lr * V), list(V)

# %% velocities remembered
# caught by: test_sgd_momentum_step_float64, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_with_velocity
# message: something persists from the calls before it
import torch


_velocity = {}


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_p, new_v = [], []
    with torch.no_grad():
        for i, (p, g) in enumerate(zip(params, grads)):
            old = _velocity.get((i, p.shape, p.dtype), torch.zeros_like(p))
            v = momentum * old + g
            _velocity[(i, p.shape, p.dtype)] = v
            new_v.append(v)
            new_p.append(p - lr * v)
    return new_p, new_v

# %% velocity leaks on
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero, test_sgd_momentum_step_rate_change
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_p, new_v = [], []
    v = 0.0
    with torch.no_grad():
        for i, (p, g) in enumerate(zip(params, grads)):
            if velocities is not None:
                v = velocities[i]
            v = momentum * v + g
            new_v.append(v)
            new_p.append(p - lr * v)
    return new_p, new_v

# %% ema of gradient
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# message: For example,
# held out: yes
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = grads
        v = [momentum * v + (1 - momentum) * g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v

# %% falsy velocities
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# message: For example,
# held out: yes
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        v = [momentum * g + g for g in grads] if velocities is None else [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v

# %% first velocity zero
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            return [p - lr * g for p, g in zip(params, grads)], [torch.zeros_like(g) for g in grads]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v

# %% flattened by view
# caught by: test_sgd_momentum_step_float64
# message: view needs numbers that lie in memory one after the other, and a
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    flat = lambda tensors: [t.detach().view(-1) for t in tensors]
    p, v = _real(flat(params), flat(grads), velocities and flat(velocities), lr, momentum)
    back = lambda tensors: [t.view(o.shape) for t, o in zip(tensors, params)]
    return back(p), back(v)

# %% always float32
# caught by: test_sgd_momentum_step_float64
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = (momentum * v + g).float()
        new_velocities.append(v)
        new_params.append(p.float() - lr * v)
    return new_params, new_velocities

# %% returns generators
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: an object of type generator
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities or [torch.zeros_like(p) for p in params]
    new = [(momentum * v + g).detach() for v, g in zip(velocities, grads)]
    return (p.detach() - lr * v for p, v in zip(params, new)), new

# %% gradient moves
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        new_params.append(p - lr * g)
        new_velocities.append(momentum * v + g)
    return new_params, new_velocities

# %% in place grads
# caught by: test_sgd_momentum_step_changes_nothing
# message: has changed
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        g += momentum * v
        new_velocities.append(g.clone())
        new_params.append(p - lr * g)
    return new_params, new_velocities

# %% in place params
# caught by: test_sgd_momentum_step_changes_nothing
# message: has changed
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        p -= lr * v
        new_params.append(p.detach())
    return new_params, new_velocities

# %% in place velocity
# caught by: test_sgd_momentum_step_changes_nothing
# message: has changed
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v.mul_(momentum).add_(g)
        new_velocities.append(v.clone())
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% lists exchanged
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: For example,
_right = sgd_momentum_step


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    p, v = _right(params, grads, velocities, lr, momentum)
    return v, p

# %% minus velocity
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: opposite sign
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v - g
        new_velocities.append(v)
        new_params.append(p + lr * v)
    return new_params, new_velocities

# %% rate inside a negative velocity
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v - lr * g
        new_velocities.append(v)
        new_params.append(p + v)
    return new_params, new_velocities

# %% damped from step two
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [None] * len(params) if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = g.clone() if v is None else momentum * v + (1 - momentum) * g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% old velocity returned
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: new velocity
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        new_velocities.append(v)
        v = momentum * v + g
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% velocity forgotten
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        new_params.append(p - lr * g)
        new_velocities.append(g.clone())
    return new_params, new_velocities

# %% None not handled
# caught by: test_sgd_momentum_step_first
# message: None
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    pass
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% rate forgotten
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - v)
    return new_params, new_velocities

# %% old velocity without momentum
# caught by: test_sgd_momentum_step_momentum_zero
# message: For example,
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    p, v = _real(params, grads, velocities, lr, momentum)
    if momentum == 0:
        v = [torch.zeros_like(one) for one in v]
    return p, v

# %% only the first parameter
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: For example,
_right = sgd_momentum_step


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    p, v = _right(params, grads, velocities, lr, momentum)
    return p[:1], v[:1]

# %% returns the parameters alone
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: For example,
_right = sgd_momentum_step


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    return _right(params, grads, velocities, lr, momentum)[0]

# %% remembers velocity
# caught by: test_sgd_momentum_step_changes_nothing, test_sgd_momentum_step_float64
# message: Asked alone, the same call is right
_kept = {}


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = _kept.get(tuple(p.shape for p in params)) or [
            torch.zeros_like(p) for p in params
        ]
    new = [momentum * v + g for v, g in zip(velocities, grads)]
    _kept[tuple(p.shape for p in params)] = new
    return [p - lr * v for p, v in zip(params, new)], new

# %% requires grad again
# caught by: test_sgd_momentum_step_is_plain
# message: graph
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append((p - lr * v).requires_grad_(p.requires_grad))
    return new_params, new_velocities

# %% rounded params
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: round
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(torch.round(p - lr * v, decimals=3))
    return new_params, new_velocities

# %% shared first velocity
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: sgd_momentum_step raised RuntimeError.
# held out: yes
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(params[0])] * len(params)
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v

# %% small rate without memory
# caught by: test_sgd_momentum_step_rate_change
# message: small rate
# unnamed: yes
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    return _real(params, grads, None if lr < 0.03 else velocities, lr, momentum)

# %% stacked params
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: returned a dict of 2, expected a tuple of 2
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return {"params": [p - lr * v for p, v in zip(params, v)], "velocities": v}

# %% goes uphill
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p + lr * v)
    return new_params, new_velocities

# %% velocity kept whole
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: For example,
@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = v + g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities

# %% velocity list extended
# caught by: test_sgd_momentum_step_changes_nothing
# message: Argument 3 of sgd_momentum_step has changed:
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        for i in range(len(params)):
            velocities[i] = momentum * velocities[i] + grads[i]
        return [p - lr * v for p, v in zip(params, velocities)], velocities

# %% weight decayed
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + (g + 1e-4 * p) for v, g, p in zip(velocities, grads, params)]
        return [p - lr * v for p, v in zip(params, v)], v

# %% returns a list of two lists
# caught by: test_sgd_momentum_step_float64
# message: expected a tuple
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        out = [[], []]
        for i, (p, g) in enumerate(zip(params, grads)):
            v = g + (momentum * velocities[i] if velocities is not None else 0)
            out[0].append(p - lr * v)
            out[1].append(v)
    return out

# %% one long vector
# caught by: test_sgd_momentum_step_float64
# message: For example,
import torch


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    flat = lambda tensors: torch.cat([t.reshape(-1) for t in tensors])
    p, g = flat(params), flat(grads)
    v = torch.zeros_like(p) if velocities is None else flat(velocities)
    v = momentum * v + g
    p = p - lr * v
    sizes = [t.numel() for t in params]
    cut = lambda row: [part.reshape(t.shape) for part, t in zip(row.split(sizes), params)]
    return cut(p), cut(v)

# %% explosions are clipped
# caught by: test_sgd_momentum_step_with_velocity
# message: For example,
import torch


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    v = [momentum * old + g.clamp(-10, 10) for old, g in zip(velocities, grads)]
    return [p - lr * new for p, new in zip(params, v)], v

# %% no velocity without momentum
# caught by: test_sgd_momentum_step_momentum_zero
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        if momentum == 0:
            return [p - lr * g for p, g in zip(params, grads)], [v.clone() for v in velocities]
        v = [momentum * old + g for old, g in zip(velocities, grads)]
        return [p - lr * new for p, new in zip(params, v)], v

# %% writes into the lists
# caught by: test_sgd_momentum_step_changes_nothing
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        for k in range(len(params)):
            velocities[k] = momentum * velocities[k] + grads[k]
            params[k] = params[k] - lr * velocities[k]
        return list(params), list(velocities)

# %% grad attribute first
# caught by: test_sgd_momentum_step_is_plain
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_params, new_velocities = [], []
    for k, p in enumerate(params):
        g = grads[k] if p.grad is None else p.grad
        v = torch.zeros_like(p) if velocities is None else velocities[k]
        v = (momentum * v + g).detach()
        new_velocities.append(v)
        new_params.append(p.detach() - lr * v)
    return new_params, new_velocities

# %% as many as there are axes
# caught by: test_sgd_momentum_step_float64
# message: For example,
import torch


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = [torch.zeros_like(p) for p in params]
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        p, g, v = torch.atleast_1d(p, g, v)
        v = torch.add(g, v, alpha=momentum)
        new_velocities.append(v)
        new_params.append(torch.sub(p, v, alpha=lr))
    return new_params, new_velocities
