# exercise: E13
# ruff: noqa: F821, N812

import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    both = F.log_softmax(torch.stack([torch.zeros_like(z), z], 1), 1)
    return -both.gather(1, y.long()[:, None]).mean()
