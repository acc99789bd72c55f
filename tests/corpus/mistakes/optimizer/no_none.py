# exercise: E14
# caught by: test_sgd_momentum_step_first
# message: None
# ruff: noqa: B905, F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    pass
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities
