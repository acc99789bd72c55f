# exercise: E13
# caught by: ?
# message: number|wrong|value
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.binary_cross_entropy_with_logits(z, y, pos_weight=torch.tensor(2.0, dtype=z.dtype))
