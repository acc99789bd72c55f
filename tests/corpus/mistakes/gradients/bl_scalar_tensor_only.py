# exercise: E02b
# caught by: test_backward_losses_of_vectors, test_backward_losses_in_float64_agree_with_differences
# held out: yes
# message: A tensor with several numbers was used where one number is needed
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum(float(w) * l.sum() for l, w in zip(losses, weights))
    if losses:
        total.backward()
