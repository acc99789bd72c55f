# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: weight decay
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + (g + 1e-4 * p) for v, g, p in zip(velocities, grads, params)]
        return [p - lr * v for p, v in zip(params, v)], v
