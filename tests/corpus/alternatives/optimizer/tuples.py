# exercise: E14
# ruff: noqa: B905


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    velocities = velocities or [0.0] * len(params)
    v = tuple((momentum * v + g).detach() for v, g in zip(velocities, grads))
    return tuple(p.detach() - lr * w for p, w in zip(params, v)), v
