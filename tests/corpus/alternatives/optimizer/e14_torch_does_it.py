# exercise: E14


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    copies = [p.detach().clone().requires_grad_() for p in params]
    if not copies:
        return [], []
    sgd = torch.optim.SGD(copies, lr=1.0, momentum=0.5)
    sgd.param_groups[0].update(lr=lr, momentum=momentum)
    for i, (c, g) in enumerate(zip(copies, grads)):
        c.grad = g.detach().clone()
        if velocities is not None:
            sgd.state[c]["momentum_buffer"] = velocities[i].detach().clone()
    if momentum == 0:
        sgd.step()
        return [c.detach() for c in copies], [g.detach().clone() for g in grads]
    sgd.step()
    return [c.detach() for c in copies], [sgd.state[c]["momentum_buffer"] for c in copies]
