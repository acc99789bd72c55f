# exercise: E03
# caught by: test_backward_n_times_of_any_shape
# message: view needs numbers that lie in memory one after the other, and a
import torch


_real = backward_n_times
def backward_n_times(x, n):
    return [entry.reshape(x.shape) for entry in _real(x.detach().view(-1), n)]
