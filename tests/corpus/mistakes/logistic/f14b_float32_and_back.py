# exercise: E06
# caught by: test_sigmoid_values_in_float64
# message: float32
import torch


def sigmoid(z):
    return torch.sigmoid(z.float()).to(z.dtype)
