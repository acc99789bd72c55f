# exercise: E14
# caught by: ?
# message: number|wrong|velocity
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        v = [momentum * g + g for g in grads] if velocities is None else [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
