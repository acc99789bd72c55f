# exercise: E13
# caught by: test_bce_with_logits_gradient, test_bce_with_logits_slope_at_zero
# message: autograd cannot see through
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs())).detach()).mean()
