# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: whole numbers
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.ones_like(loss) * torch.as_tensor(c).long()
        for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)
