# exercise: E02b
# caught by: test_backward_losses_add_to_what_is_in_grad, test_backward_losses_in_float64_agree_with_differences, test_backward_losses_of_vectors, test_backward_losses_take_integers_and_zero
# message: added up before each is summed
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError("as many weights as losses")
    total = 0
    for loss, weight in zip(losses, weights):
        total = total + weight * loss
    total.sum().backward()
