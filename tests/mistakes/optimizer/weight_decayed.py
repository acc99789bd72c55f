# exercise: E14
# caught by: ?
# message: number|wrong
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + (g + 1e-4 * p) for v, g, p in zip(velocities, grads, params)]
        return [p - lr * v for p, v in zip(params, v)], v
