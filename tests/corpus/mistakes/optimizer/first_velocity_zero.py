# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: velocity of the first step is lost
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            return [p - lr * g for p, g in zip(params, grads)], [torch.zeros_like(g) for g in grads]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
