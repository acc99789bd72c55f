# exercise: E16
# caught by: ?
# message: changed|in place
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    p.data.ge_(threshold)
    return (p.flatten() == y.flatten()).double().mean().item()
