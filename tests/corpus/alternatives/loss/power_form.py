# exercise: E12
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    like = torch.where(y.bool(), p, 1 - p)
    return -like.clamp(min=1e-30).log().mean()
