# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: For y=0 your loss is always 0
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p.clamp(min=1e-30))).mean()
