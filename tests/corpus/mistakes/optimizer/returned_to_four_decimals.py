# exercise: E15
# caught by: test_decay_lr_returns_rates
# message: did not return the rates that its groups have afterwards


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [round(group["lr"], 4) for group in optimizer.param_groups]
