# exercise: E16
# caught by: test_accuracy_ties
# message: p = threshold counts as class 1:
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return (torch.round(p.flatten() - threshold + 0.5) == y.flatten()).float().mean().item()
