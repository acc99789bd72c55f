# exercise: E03
# caught by: test_backward_n_times_of_vectors, test_backward_n_times_in_float64_agrees_with_differences, test_backward_n_times_of_any_shape, test_backward_n_times_starts_from_zero_each_call
# held out: yes
# message: Every entry is the gradient of a single pass.
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out = []
    for _ in range(n):
        leaf = x.detach().clone().requires_grad_()
        (leaf ** 3).sum().backward()
        out.append(leaf.grad)
    return out
