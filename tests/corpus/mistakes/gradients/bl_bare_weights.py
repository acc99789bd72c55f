# exercise: E02b
# caught by: test_backward_losses_of_vectors
# message: one number for every element
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.as_tensor(c, dtype=losses[0].dtype) for c in weights]
    torch.autograd.backward(losses, grad_tensors=starts)
