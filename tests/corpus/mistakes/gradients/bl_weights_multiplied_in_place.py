# exercise: E02b
# caught by: test_backward_losses_of_vectors, test_backward_losses_in_float64_agree_with_differences, test_backward_losses_add_to_what_is_in_grad, test_backward_losses_take_integers_and_zero
# message: A tensor that backward needs was changed in place.
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for l, w in zip(losses, weights):
        l.mul_(w)
    torch.autograd.backward(losses, [torch.ones_like(l) for l in losses])
