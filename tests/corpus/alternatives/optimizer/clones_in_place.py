# exercise: E14
# ruff: noqa: B905, F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = v.clone().mul_(momentum).add_(g)
        new_velocities.append(v)
        new_params.append(p.clone().sub_(lr * v))
    return new_params, new_velocities
