# exercise: E16
# caught by: ?
# message: number|share|wrong
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return (torch.round(p.flatten() - threshold + 0.5) == y.flatten()).float().mean().item()
