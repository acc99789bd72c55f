# exercise: E15
# ruff: noqa: F821


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return torch.tensor([group["lr"] for group in optimizer.param_groups]).tolist()
