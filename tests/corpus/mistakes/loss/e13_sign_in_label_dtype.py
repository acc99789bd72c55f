# exercise: E13
# caught by: test_bce_with_logits_label_dtypes
# held out: yes
# message: with y as float32
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("numbers differ")
    wrong = (1 - 2 * y.flatten()) * z.flatten()
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()
