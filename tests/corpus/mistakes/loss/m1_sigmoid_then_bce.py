# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: sigmoid has rounded to 1
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy(torch.sigmoid(z), y)
