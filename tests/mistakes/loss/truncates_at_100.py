# exercise: E13
# caught by: ?
# message: far|number|value
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none").clamp(max=100).mean()
