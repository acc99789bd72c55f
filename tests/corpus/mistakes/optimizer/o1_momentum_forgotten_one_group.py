# exercise: E15
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: momentum 0
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        return torch.optim.SGD(model.parameters(), lr=lr)
    return torch.optim.SGD(
        [{"params": [model.weight]}, {"params": [model.bias], "lr": bias_lr}], lr=lr
    )
