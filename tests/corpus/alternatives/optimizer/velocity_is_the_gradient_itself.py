# exercise: E14
# ruff: noqa: B905


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = grads
    else:
        velocities = [momentum * v + g for v, g in zip(velocities, grads)]
    return [p.data - lr * v for p, v in zip(params, velocities)], velocities
