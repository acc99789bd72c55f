# exercise: E14
# caught by: test_sgd_momentum_step_rate_change
# unnamed: yes
# message: small rate
import torch


_real = sgd_momentum_step
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    return _real(params, grads, None if lr < 0.03 else velocities, lr, momentum)
