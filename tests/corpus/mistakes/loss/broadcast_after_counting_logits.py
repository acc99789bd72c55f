# exercise: E13
# caught by: test_bce_with_logits_columns
# message: were broadcast
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts differ")
    wrong = (1 - 2 * y.to(z.dtype)) * z
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()
