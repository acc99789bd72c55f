import torch


def sgd_momentum_step(params, grads, velocities, lr, momentum):
    if velocities is None:
        velocities = [torch.zeros_like(g) for g in grads]
    new_v = [(momentum * v + g).detach() for v, g in zip(velocities, grads)]
    return [(p - lr * v).detach() for p, v in zip(params, new_v)], new_v


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = list(model.named_parameters())
    groups = [
        {"params": [p for name, p in named if not name.endswith("bias")], "lr": lr},
        {
            "params": [p for name, p in named if name.endswith("bias")],
            "lr": lr if bias_lr is None else bias_lr,
        },
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]
