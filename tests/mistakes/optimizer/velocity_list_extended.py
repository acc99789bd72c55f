# exercise: E14
# caught by: ?
# message: changed
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        for i in range(len(params)):
            velocities[i] = momentum * velocities[i] + grads[i]
        return [p - lr * v for p, v in zip(params, velocities)], velocities
