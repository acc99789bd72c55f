# exercise: E14
# caught by: test_sgd_momentum_step_changes_nothing
# message: Entry 0 of argument 3 of sgd_momentum_step has changed:
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        if velocities is None:
            velocities = [torch.zeros_like(p) for p in params]
        for i in range(len(params)):
            velocities[i] = momentum * velocities[i] + grads[i]
        return [p - lr * v for p, v in zip(params, velocities)], velocities
