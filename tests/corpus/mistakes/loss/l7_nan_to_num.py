# exercise: E12
# caught by: test_bce_loss_certain_gradient
# message: before the logarithm
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    cost = -(y * torch.log(p) + (1 - y) * torch.log(1 - p))
    return torch.nan_to_num(cost, nan=0.0, posinf=100.0).mean()
