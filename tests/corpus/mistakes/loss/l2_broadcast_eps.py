# exercise: E12
# caught by: test_bce_loss_columns
# message: N * N


def bce_loss(p, y):
    y = y.to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
