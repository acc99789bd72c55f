# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [
            {"params": [p], "lr": b if n.endswith("bias") else lr}
            for n, p in model.named_parameters()
        ],
        lr=lr,
        momentum=momentum,
    )
