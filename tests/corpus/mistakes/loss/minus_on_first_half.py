# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: brackets


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (-y * p.log() + (1 - y) * (1 - p).log()).mean()
