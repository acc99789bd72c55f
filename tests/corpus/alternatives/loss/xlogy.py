# exercise: E12
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(torch.xlogy(y, p) + torch.xlogy(1 - y, 1 - p)).mean()
