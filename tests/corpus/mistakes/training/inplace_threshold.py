# exercise: E16
# caught by: test_accuracy_with_graph
# message: the caller's tensor must keep its values
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    p.data.ge_(threshold)
    return (p.flatten() == y.flatten()).double().mean().item()
