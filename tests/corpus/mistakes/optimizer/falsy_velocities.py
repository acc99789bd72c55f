# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# held out: yes
# message: For example,
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        v = [momentum * g + g for g in grads] if velocities is None else [momentum * v + g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
