# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: Only the first group


def decay_lr(optimizer, factor):
    optimizer.param_groups[0]["lr"] *= factor
    return [g["lr"] for g in optimizer.param_groups]
