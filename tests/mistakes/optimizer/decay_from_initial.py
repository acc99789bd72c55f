# exercise: E15
# caught by: ?
# message: rate
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        start = group.setdefault("initial_lr", group["lr"])
        group["lr"] = start * factor
    return [group["lr"] for group in optimizer.param_groups]
