# exercise: E14
# caught by: test_sgd_momentum_step_momentum_zero
# message: With momentum 0 the new velocity is the gradient itself, not 0
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    p, v = _real(params, grads, velocities, lr, momentum)
    if momentum == 0:
        v = [torch.zeros_like(one) for one in v]
    return p, v
