# exercise: E15
# caught by: ?
# message: float|tensor|list
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] * factor
    return torch.tensor([group["lr"] for group in optimizer.param_groups])
