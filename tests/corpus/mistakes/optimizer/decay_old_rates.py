# exercise: E15
# caught by: test_decay_lr_returns_rates
# message: from before


def decay_lr(optimizer, factor):
    old = [g["lr"] for g in optimizer.param_groups]
    for g in optimizer.param_groups:
        g["lr"] *= factor
    return old
