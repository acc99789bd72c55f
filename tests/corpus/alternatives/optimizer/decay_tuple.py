# exercise: E15


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group.update(lr=group["lr"] * factor)
    return tuple(group["lr"] for group in optimizer.param_groups)
