# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors, test_backward_losses_in_float64_agree_with_differences, test_backward_losses_add_to_what_is_in_grad, test_backward_losses_take_integers_and_zero
# message: torch.autograd.grad only returns gradients, backward puts them there
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    with torch.no_grad():
        total = sum((w * l).sum() for l, w in zip(losses, weights))
    total.requires_grad_().backward()
