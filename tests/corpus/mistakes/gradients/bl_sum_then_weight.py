# exercise: E02b
# caught by: test_backward_losses_of_vectors
# message: entry
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.full_like(loss, c)
        for loss, c in zip(losses, weights, strict=True)
    ]
    total = 0
    for loss, start in zip(losses, starts, strict=True):
        total = total + start.sum() * loss.sum()
    total.backward()
