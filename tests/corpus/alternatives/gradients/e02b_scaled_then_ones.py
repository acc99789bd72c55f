# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    scaled = [c * loss for loss, c in zip(losses, weights, strict=True)]
    torch.autograd.backward(scaled, grad_tensors=[torch.ones_like(s) for s in scaled])
