# exercise: E15
# caught by: test_decay_lr_steps, test_decay_lr_returns_rates
# message: float32
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = (torch.tensor(group["lr"]) * factor).item()
    return [group["lr"] for group in optimizer.param_groups]
