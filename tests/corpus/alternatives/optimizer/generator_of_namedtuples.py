# exercise: E14
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
