# exercise: E02
# caught by: test_weighted_backward_in_float64_agrees_with_differences
# message: digits were lost to an added eps or a conversion to float32
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    return _real(w, x, loss_weights.float())
