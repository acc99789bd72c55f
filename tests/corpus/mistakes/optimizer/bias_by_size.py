# exercise: E15
# caught by: test_make_optimizer_bias_rate
# message: told by its size
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": [p], "lr": b if p.numel() == 1 else lr} for p in model.parameters()],
        lr=lr,
        momentum=momentum,
    )
