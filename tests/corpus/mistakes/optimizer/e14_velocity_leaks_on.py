# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_float64, test_sgd_momentum_step_momentum_zero, test_sgd_momentum_step_rate_change
# message: meets another parameter
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_p, new_v = [], []
    v = 0.0
    with torch.no_grad():
        for i, (p, g) in enumerate(zip(params, grads)):
            if velocities is not None:
                v = velocities[i]
            v = momentum * v + g
            new_v.append(v)
            new_p.append(p - lr * v)
    return new_p, new_v
