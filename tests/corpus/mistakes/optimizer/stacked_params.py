# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero
# message: expected (new_params, new_velocities)
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        v = [momentum * v + g for v, g in zip(velocities, grads)]
        return {"params": [p - lr * v for p, v in zip(params, v)], "velocities": v}
