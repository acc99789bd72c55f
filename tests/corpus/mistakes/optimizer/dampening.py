# exercise: E15
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate
# message: damp
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [{"params": others}, {"params": biases, "lr": lr if bias_lr is None else bias_lr}],
        lr=lr,
        momentum=momentum,
        dampening=momentum,
    )
