# exercise: E14
# ruff: noqa: B905, F821


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = torch.add(g, v, alpha=momentum)
        new_velocities += [v]
        new_params += [torch.add(p.detach(), v, alpha=-lr)]
    return new_params, new_velocities
