# exercise: E03
# caught by: test_backward_n_times_of_vectors, test_backward_n_times_in_float64_agrees_with_differences, test_backward_n_times_of_any_shape, test_backward_n_times_starts_from_zero_each_call
# held out: yes
# message: The gradient doubles from pass to pass.
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    out, g = [], 3 * x.detach() ** 2
    for _ in range(n):
        out.append(g.clone())
        g = g + g
    return out
