# exercise: E03
# caught by: test_backward_n_times_of_vectors, test_backward_n_times_in_float64_agrees_with_differences, test_backward_n_times_of_any_shape, test_backward_n_times_starts_from_zero_each_call
# held out: yes
# message: they are the same memory, which keeps growing.
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    leaf = x.detach().clone().requires_grad_()
    z = (leaf ** 3).sum()
    for _ in range(n):
        z.backward(retain_graph=True)
    return [leaf.grad.clone() for _ in range(n)]
