# exercise: E13
# caught by: test_bce_with_logits_columns
# message: hold the same number of samples
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    return F.binary_cross_entropy_with_logits(z, y.to(z.dtype))
