# exercise: E15
# caught by: ?
# message: list|dict
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return {i: group["lr"] for i, group in enumerate(optimizer.param_groups)}
