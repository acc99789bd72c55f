# exercise: E15
# caught by: test_make_optimizer_bias_rate
# message: weight keeps lr
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(
        model.parameters(), lr=lr if bias_lr is None else bias_lr, momentum=momentum
    )
