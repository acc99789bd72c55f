# exercise: E15
# caught by: test_decay_lr_returns_rates
# message: expected a list of floats
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] * factor
    return torch.tensor([group["lr"] for group in optimizer.param_groups])
