# exercise: E15
# caught by: test_make_optimizer_bias_rate_zero
# message: test for None
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    if bias_lr:
        return torch.optim.SGD(
            [{"params": others}, {"params": biases, "lr": bias_lr}], lr=lr, momentum=momentum
        )
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)
