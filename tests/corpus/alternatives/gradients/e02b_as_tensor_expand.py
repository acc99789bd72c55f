# exercise: E02b
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.as_tensor(c, dtype=loss.dtype).expand_as(loss)
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, starts)
