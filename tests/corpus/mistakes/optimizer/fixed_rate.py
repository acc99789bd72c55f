# exercise: E15
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: always 0.01
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(model.parameters(), lr=0.01, momentum=momentum)
