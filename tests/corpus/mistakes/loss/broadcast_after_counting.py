# exercise: E12
# caught by: test_bce_loss_columns
# message: were broadcast
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("counts differ")
    y = y.to(p.dtype)
    p = p.clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
