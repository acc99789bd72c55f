# exercise: E14
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change, test_sgd_momentum_step_float64
# held out: yes
# message: From the second step on you damp the gradient by 1 - momentum:
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = grads
        v = [momentum * v + (1 - momentum) * g for v, g in zip(velocities, grads)]
        return [p - lr * v for p, v in zip(params, v)], v
