# exercise: E15
# caught by: test_decay_lr_returns_rates
# message: decay_lr returned a float, expected a list of floats.


def decay_lr(optimizer, factor):
    for g in optimizer.param_groups:
        g["lr"] *= factor
    return optimizer.param_groups[0]["lr"]
