# exercise: E02
# caught by: test_weighted_backward_of_vectors, test_weighted_backward_in_float64_agrees_with_differences, test_weighted_backward_is_linear_in_the_weights, test_weighted_backward_takes_weights_of_any_dtype, test_weighted_backward_of_any_shape, test_weighted_backward_gives_the_same_three_times
# message: For example,
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    c0, c1 = loss_weights.tolist()
    w = w.detach().clone().requires_grad_()
    s = (x + w).detach()
    (c0 * s * (w + 1) + c1 * (s + (w + 1))).sum().backward()
    return w.grad
