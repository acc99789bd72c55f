# exercise: E14
# caught by: test_sgd_momentum_step_rate_change, test_sgd_momentum_step_first, test_sgd_momentum_step_with_velocity, test_sgd_momentum_step_momentum_zero
# message: A second call with the same arguments gives another result:
# ruff: noqa: B905, E501, F821

_kept = {}


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = _kept.get(tuple(p.shape for p in params)) or [
            torch.zeros_like(p) for p in params
        ]
    new = [momentum * v + g for v, g in zip(velocities, grads)]
    _kept[tuple(p.shape for p in params)] = new
    return [p - lr * v for p, v in zip(params, new)], new
