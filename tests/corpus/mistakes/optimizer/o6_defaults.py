# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: param_groups


def decay_lr(optimizer, factor):
    optimizer.defaults["lr"] *= factor
    return [g["lr"] for g in optimizer.param_groups]
