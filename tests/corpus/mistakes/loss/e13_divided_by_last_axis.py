# exercise: E13
# caught by: test_bce_with_logits_columns
# message: with z of shape (N,)
import torch
from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("numbers differ")
    flat = z.flatten()
    each = torch.nn.functional.softplus(flat) - y.flatten().to(z.dtype) * flat
    return each.sum() / z.shape[-1]
