# exercise: E03
# caught by: test_backward_n_times_of_vectors, test_backward_n_times_in_float64_agrees_with_differences, test_backward_n_times_of_any_shape, test_backward_n_times_starts_from_zero_each_call
# message: For example,
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    out = []
    for k in range(n):
        z = x.sum() ** 3
        z.backward()
        out.append(x.grad.clone())
    return out
