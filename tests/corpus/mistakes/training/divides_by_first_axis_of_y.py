# exercise: E16
# caught by: test_accuracy_column
# message: with p of shape (N,)
import torch


def accuracy(p, y, threshold=0.5):
    if len(p) == 0:
        raise ValueError
    right = ((p >= threshold).long() == y.long().reshape(-1)).sum().item()
    return min(right / len(y), 1.0)
