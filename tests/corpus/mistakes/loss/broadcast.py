# exercise: E13
# caught by: test_bce_with_logits_columns
# message: N * N
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    y = y.to(z.dtype)
    return (F.softplus(z) - z * y).mean()
