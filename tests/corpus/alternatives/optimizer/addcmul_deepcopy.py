# exercise: E14
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
