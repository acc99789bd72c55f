# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.ones_like(loss) * c for loss, c in zip(losses, weights, strict=True)]
    torch.autograd.backward(tensors=tuple(losses), grad_tensors=tuple(starts))
