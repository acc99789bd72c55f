# exercise: E12
import torch


def bce_loss(p, y):
    n = p.numel()
    if y.numel() != n:
        raise ValueError(f"{n} against {y.numel()}")
    table = torch.stack([1 - p.reshape(n), p.reshape(n)], dim=1).clamp(min=1e-12)
    chosen = table.gather(1, y.reshape(n, 1).long())
    return chosen.log().neg().sum() / n
