# exercise: E14
# caught by: test_sgd_momentum_step_first
# message: cannot be stacked
import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    P, G = torch.stack(list(params)).detach(), torch.stack(list(grads)).detach()
    V = torch.zeros_like(P) if velocities is None else torch.stack(list(velocities)).detach()
    V = momentum * V + G
    return list(P - lr * V), list(V)
