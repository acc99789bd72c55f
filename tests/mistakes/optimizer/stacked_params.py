# exercise: E14
# caught by: ?
# message: list|tensor
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return {"params": [p - lr * v for p, v in zip(params, v)], "velocities": v}
