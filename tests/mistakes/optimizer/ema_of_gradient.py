# exercise: E14
# caught by: ?
# message: number|wrong|(1 - momentum)|damp
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = grads
        v = [momentum * v + (1 - momentum) * g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
