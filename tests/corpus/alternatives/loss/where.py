# exercise: E12
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    right = torch.where(y == 1, p, 1 - p)
    return -right.clamp(min=1e-20).log().mean()
