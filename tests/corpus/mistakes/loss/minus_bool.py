# exercise: E13
# caught by: test_bce_with_logits_label_dtypes
# message: bce_with_logits raised RuntimeError.
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten()
    sure = torch.nn.functional.logsigmoid
    return (-y * sure(z) - (1 - y) * sure(-z)).mean().to(z.dtype)
