# exercise: E15
# caught by: test_decay_lr_steps
# message: once per parameter


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = list(model.named_parameters())
    weights = [p for name, p in named if not name.endswith("bias")]
    biases = [p for name, p in named if name.endswith("bias")]
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": weights, "lr": lr}, {"params": biases, "lr": bias_lr}]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        for _ in group["params"]:
            group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]
