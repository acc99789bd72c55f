# exercise: E06
# caught by: test_sigmoid_values_in_float64
# message: somewhere they went through float32
import torch


_real = sigmoid
def sigmoid(z):
    if z.numel() > 100:
        return _real(z.float()).to(z.dtype)
    return _real(z)
