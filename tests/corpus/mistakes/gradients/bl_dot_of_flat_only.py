# exercise: E02b
# caught by: test_backward_losses_of_vectors
# message: backward_losses raised RuntimeError.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = 0
    for loss, weight in zip(losses, weights):
        if isinstance(weight, torch.Tensor) and weight.dim():
            total = total + torch.dot(weight.to(loss.dtype), loss)
        else:
            total = total + (weight * loss).sum()
    if losses:
        total.backward()
