# exercise: E14
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
