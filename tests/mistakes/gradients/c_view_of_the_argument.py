# exercise: E03
# caught by: ?
# message: ?
import torch


_real = backward_n_times
def backward_n_times(x, n):
    return [entry.reshape(x.shape) for entry in _real(x.detach().view(-1), n)]
