# exercise: E15
# caught by: test_decay_lr_returns_rates
# message: decay_lr returned a dict of 2, expected a list of floats
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return {i: group["lr"] for i, group in enumerate(optimizer.param_groups)}
