# exercise: E13
# caught by: ?
# message: number|wrong|value
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.relu(1 - (2 * y - 1) * z).mean()
