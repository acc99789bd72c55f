# exercise: E15
# caught by: test_decay_lr_steps
# held out: yes
# message: For example,
import torch


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] ** (1 / factor) if factor > 1 else group["lr"] * factor
    return [group["lr"] for group in optimizer.param_groups]
