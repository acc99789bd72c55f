# exercise: E12
# caught by: test_bce_loss_certain
# message: too early
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-4, 1 - 1e-4)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()
