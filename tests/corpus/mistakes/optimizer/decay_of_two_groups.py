# exercise: E15
# caught by: test_decay_lr_steps
# message: go through its groups, whatever


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = list(model.named_parameters())
    weights = [p for name, p in named if not name.endswith("bias")]
    biases = [p for name, p in named if name.endswith("bias")]
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": weights, "lr": lr}, {"params": biases, "lr": bias_lr}]
    optimizer = torch.optim.SGD(groups, lr=lr, momentum=momentum)
    optimizer.rates = [lr, bias_lr]
    return optimizer


def decay_lr(optimizer, factor):
    # Only optimizers of make_optimizer have these.
    rates = getattr(optimizer, "rates", None) or [group["lr"] for group in optimizer.param_groups]
    new_rates = [rate * factor for rate in rates]
    for group, rate in zip(optimizer.param_groups, new_rates):
        if hasattr(optimizer, "rates"):
            group["lr"] = rate
    optimizer.rates = new_rates
    return new_rates
