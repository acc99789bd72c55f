# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: 2.3026


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log10() + (1 - y) * (1 - p).log10()).mean()
