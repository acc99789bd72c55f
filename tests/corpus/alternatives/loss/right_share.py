# exercise: E12
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    right = 1 - (p - y).abs()
    return -torch.log(right.clamp_min(1e-12)).sum() / p.numel()
