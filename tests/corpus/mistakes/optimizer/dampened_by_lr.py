# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# message: (1 - momentum) times too short
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * (1 - momentum) * v for p, v in zip(params, v)], v
