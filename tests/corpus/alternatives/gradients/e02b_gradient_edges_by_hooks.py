# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("counts")
    scaled = []
    for loss, weight in zip(losses, weights):
        copy = loss.clone()
        copy.register_hook(lambda g, weight=weight: g * weight)
        scaled.append(copy.sum())
    torch.stack([s.to(torch.float64) for s in scaled]).sum().backward()
