# exercise: E14
# ruff: noqa: B905, F821


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    own = [p.detach().clone().requires_grad_() for p in params]
    sgd = torch.optim.SGD(own, lr=lr, momentum=momentum)
    old = [torch.zeros_like(p) for p in own] if velocities is None else velocities
    for p, g, v in zip(own, grads, old):
        p.grad = g.clone()
        sgd.state[p]["momentum_buffer"] = v.clone()
    sgd.step()
    moved = [sgd.state[p]["momentum_buffer"] if momentum else g.clone() for p, g in zip(own, grads)]
    return [p.detach() for p in own], moved
