# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: ignored
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    torch.autograd.backward(losses, grad_tensors=[torch.ones_like(loss) for loss in losses])
