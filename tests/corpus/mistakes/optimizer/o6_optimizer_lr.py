# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: lives in param_groups


def decay_lr(optimizer, factor):
    optimizer.lr *= factor
    return [g["lr"] for g in optimizer.param_groups]
