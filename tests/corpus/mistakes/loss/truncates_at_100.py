# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: its cost stops growing and its gradient is 0 there
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none").clamp(max=100).mean()
