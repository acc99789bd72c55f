# exercise: E14
# caught by: test_sgd_momentum_step_float64, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_with_velocity
# message: something persists from the calls before it
import torch


_velocity = {}


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    new_p, new_v = [], []
    with torch.no_grad():
        for i, (p, g) in enumerate(zip(params, grads)):
            old = _velocity.get((i, p.shape, p.dtype), torch.zeros_like(p))
            v = momentum * old + g
            _velocity[(i, p.shape, p.dtype)] = v
            new_v.append(v)
            new_p.append(p - lr * v)
    return new_p, new_v
