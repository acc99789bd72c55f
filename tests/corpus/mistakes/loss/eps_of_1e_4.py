# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_gradient, test_bce_loss_certain_gradient
# message: A small number is added inside the logarithms
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p + 1e-4) + (1 - y) * torch.log(1 - p + 1e-4)).mean()
