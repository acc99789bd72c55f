# exercise: E13
# caught by: ?
# message: far|inf|nan|number
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = 0.5 * (1 + torch.tanh(z / 2))
    return torch.nn.functional.binary_cross_entropy(p, y)
