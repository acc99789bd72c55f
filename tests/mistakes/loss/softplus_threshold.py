# exercise: E13
# caught by: ?
# message: far|number|accura|value
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.nn.functional.softplus(z, threshold=3) - z * y).mean()
