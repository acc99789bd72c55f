# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns
# message: one truth value


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return (-p.log() if y == 1 else -(1 - p).log()).mean()
