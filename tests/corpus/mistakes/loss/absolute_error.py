# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: absolute error


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (p - y).abs().mean()
