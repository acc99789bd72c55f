# exercise: E13
# caught by: test_bce_with_logits_values
# message: softened

from torch import nn


def bce_with_logits(z, y, smoothing=0.1):
    if z.numel() != y.numel():
        raise ValueError("counts")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    y = y * (1 - smoothing) + smoothing / 2
    return nn.functional.binary_cross_entropy_with_logits(z, y)
