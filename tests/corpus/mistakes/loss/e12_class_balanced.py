# exercise: E12
# caught by: test_bce_loss_values
# message: averaged apart

from torch import nn


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p, y = p.flatten(), y.flatten()
    one, zero = p[y == 1].clamp(1e-12, 1), (1 - p[y == 0]).clamp(1e-12, 1)
    parts = [-t.log().mean() for t in (one, zero) if len(t)]
    return sum(parts) / len(parts)
