# exercise: E02b
# caught by: test_backward_losses_take_integers_and_zero
# message: weight of 0
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = []
    for loss, c in zip(losses, weights, strict=True):
        if isinstance(c, torch.Tensor):
            starts.append(c)
        else:
            starts.append(torch.full_like(loss, c or 1.0))
    torch.autograd.backward(losses, grad_tensors=starts)
