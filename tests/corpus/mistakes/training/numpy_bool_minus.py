# exercise: E16
# caught by: test_accuracy_dtypes
# message: the dtype makes the difference
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d = (p.detach().flatten() >= threshold).float()
    return 1 - torch.abs(d - y.flatten().to(torch.uint8) * 2 / 2).mean().item() if y.dtype != torch.bool else float((d == y).float().sum())
