# exercise: E13
# caught by: test_bce_with_logits_far_out
# message: others underflow
import torch


from torch import nn


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("counts")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    m = z.detach().max().clamp(min=0)
    return (m + torch.log(torch.exp(-m) + torch.exp(z - m)) - y * z).mean()
