# exercise: E14
# caught by: test_sgd_momentum_step_changes_nothing
# message: has changed
# ruff: noqa: B905, F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = [torch.zeros_like(p) for p in params] if velocities is None else velocities
    new_params, new_velocities = [], []
    for p, g, v in zip(params, grads, velocities):
        v.mul_(momentum).add_(g)
        new_velocities.append(v.clone())
        new_params.append(p - lr * v)
    return new_params, new_velocities
