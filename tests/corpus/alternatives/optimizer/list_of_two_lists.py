# exercise: E14
# ruff: noqa: B905, F821


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    with torch.no_grad():
        out = [[], []]
        for i, (p, g) in enumerate(zip(params, grads)):
            v = g + (momentum * velocities[i] if velocities is not None else 0)
            out[0].append(p - lr * v)
            out[1].append(v)
    return out
