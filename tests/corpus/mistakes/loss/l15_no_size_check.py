# exercise: E12
# caught by: test_bce_loss_refuses_unequal_counts
# message: Raise ValueError


def bce_loss(p, y):
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()
