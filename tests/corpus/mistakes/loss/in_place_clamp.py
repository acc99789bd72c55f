# exercise: E12
# caught by: test_bce_loss_gradient
# message: in place


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p.clamp_(1e-7, 1 - 1e-7)
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
