# exercise: E12
# caught by: test_bce_loss_columns
# message: N * N


def bce_loss(p, y):
    y = y.to(p.dtype)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()
