# exercise: E13
# caught by: ?
# message: gradient|slope
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs())).detach()).mean()
