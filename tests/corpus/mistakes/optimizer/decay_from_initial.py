# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: For example,
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        start = group.setdefault("initial_lr", group["lr"])
        group["lr"] = start * factor
    return [group["lr"] for group in optimizer.param_groups]
