# exercise: E12
# caught by: ?
# message: nan|finite|inf|gradient
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -torch.where(y == 1, torch.log(p), torch.log1p(-p)).clamp(min=-100).mean()
