# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr, momentum)
    return torch.optim.SGD(
        [{"params": [model.weight], "lr": lr}, {"params": [model.bias], "lr": bias_lr}],
        lr=lr,
        momentum=momentum,
    )
