# exercise: E14
# caught by: test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity
# message: Nesterov
# ruff: noqa: B905, F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = momentum * v + g
        new_velocities.append(v)
        new_params.append(p - lr * (g + momentum * v))
    return new_params, new_velocities
