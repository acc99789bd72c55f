# exercise: E12
import torch


def bce_loss(p, y):
    if len(p) != len(y):
        raise ValueError
    flat = p[:, 0] if p.dim() == 2 else p
    labels = (y[:, 0] if y.dim() == 2 else y).type_as(flat)
    right = torch.lerp(1 - flat, flat, labels)
    return torch.clamp(-right.clamp(min=1e-38).log(), max=100.0).mean()
