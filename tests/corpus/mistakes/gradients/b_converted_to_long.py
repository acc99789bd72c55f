# exercise: E02
# caught by: test_weighted_backward_of_vectors, test_weighted_backward_in_float64_agrees_with_differences, test_weighted_backward_of_any_shape, test_weighted_backward_gives_the_same_three_times
# message: The weights were cut to whole numbers.
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = (int(c) for c in loss_weights)
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    (c0 * (x + w) * (w + 1) + c1 * ((x + w) + (w + 1))).sum().backward()
    return w.grad
