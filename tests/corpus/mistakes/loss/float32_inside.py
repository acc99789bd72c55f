# exercise: E13
# caught by: test_bce_with_logits_float64
# message: digits were lost to an added eps or a conversion to float32
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy_with_logits(z.float(), y.float()).to(z.dtype)
