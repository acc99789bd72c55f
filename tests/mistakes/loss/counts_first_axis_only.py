# exercise: E13
# caught by: ?
# message: refuse
import torch


def bce_with_logits(z, y):
    z, y = z.flatten(), y.flatten().to(z.dtype)
    n = min(len(z), len(y))
    return torch.nn.functional.binary_cross_entropy_with_logits(z[:n], y[:n])
