# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: keep the old ones


def decay_lr(optimizer, factor):
    rates = []
    for g in optimizer.param_groups:
        lr = g["lr"]
        lr *= factor
        rates.append(lr)
    return rates
