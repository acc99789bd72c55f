# exercise: E14
# ruff: noqa: F821


@torch.no_grad()
def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        new = [g.clone() for g in grads]
    else:
        new = list(torch._foreach_add(torch._foreach_mul(velocities, momentum), grads))
    return list(torch._foreach_add(params, new, alpha=-lr)), new
