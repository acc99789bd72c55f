# exercise: E14
# caught by: ?
# message: entry|number|wrong
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(params[0])] * len(params)
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
