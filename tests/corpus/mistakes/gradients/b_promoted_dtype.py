# exercise: E02
# caught by: test_weighted_backward_is_plain_and_leaves_the_arguments_alone
# message: The numbers of weighted_backward are right, but the result still
import torch


def weighted_backward(w, x, loss_weights):
    c0, c1 = loss_weights
    return c0 * (x + 2 * w + 1) + 2 * c1 * torch.ones_like(w)
