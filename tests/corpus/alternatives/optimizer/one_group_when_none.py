# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr, momentum)
    weight, bias = model.parameters()
    return torch.optim.SGD(
        [{"params": [weight], "lr": lr}, {"params": [bias], "lr": bias_lr}],
        lr=lr,
        momentum=momentum,
    )
