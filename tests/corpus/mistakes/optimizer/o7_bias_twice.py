# exercise: E15
# caught by: test_make_optimizer_steps
# message: two groups
# ruff: noqa: F821, F841


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    return torch.optim.SGD(
        [
            {"params": list(model.parameters())},
            {"params": biases, "lr": lr if bias_lr is None else bias_lr},
        ],
        lr=lr,
        momentum=momentum,
    )
