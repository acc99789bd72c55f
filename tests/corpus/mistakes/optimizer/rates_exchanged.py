# exercise: E15
# caught by: test_make_optimizer_bias_rate
# message: exchanged
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": others, "lr": b}, {"params": biases, "lr": lr}], lr=lr, momentum=momentum
    )
