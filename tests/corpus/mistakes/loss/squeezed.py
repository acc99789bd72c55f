# exercise: E13
# caught by: test_bce_with_logits_one_sample
# message: drop the last axis of one or add it to the other
# ruff: noqa: N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    return F.binary_cross_entropy_with_logits(
        z.squeeze(), y.to(z.dtype).squeeze(-1) if y.dim() > 1 else y.to(z.dtype)
    )
