# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: divides


def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] /= factor
    return [g["lr"] for g in optimizer.param_groups]
