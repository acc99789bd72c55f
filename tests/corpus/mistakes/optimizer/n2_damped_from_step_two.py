# exercise: E14
# caught by: test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_rate_change
# message: From the second step on
# ruff: noqa: B905, F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [None] * len(params) if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v = g.clone() if v is None else momentum * v + (1 - momentum) * g
        new_velocities.append(v)
        new_params.append(p - lr * v)
    return new_params, new_velocities
