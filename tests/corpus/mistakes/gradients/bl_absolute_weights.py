# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors, test_backward_losses_in_float64_agree_with_differences, test_backward_losses_take_integers_and_zero
# message: For example,
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    sum((abs(w) * l).sum() for l, w in zip(losses, weights)).backward()
