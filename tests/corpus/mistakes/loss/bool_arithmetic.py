# exercise: E12
# caught by: test_bce_loss_label_dtypes
# message: bool tensor


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten()
    return -(y * p.clamp(min=1e-12).log() + (1 - y) * (1 - p).clamp(min=1e-12).log()).mean()
