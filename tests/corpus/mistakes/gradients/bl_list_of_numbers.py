# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: wants tensors
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    torch.autograd.backward(losses, grad_tensors=weights)
