# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for k in range(len(losses)):
        start = torch.zeros_like(losses[k]) + weights[k]
        losses[k].backward(start, retain_graph=True)
