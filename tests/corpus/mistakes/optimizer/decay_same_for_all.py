# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: rate of the first


def decay_lr(optimizer, factor):
    new = optimizer.param_groups[0]["lr"] * factor
    for g in optimizer.param_groups:
        g["lr"] = new
    return [g["lr"] for g in optimizer.param_groups]
