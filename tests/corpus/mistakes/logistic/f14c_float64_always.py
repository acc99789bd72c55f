# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: float64
import torch


def sigmoid(z):
    return torch.sigmoid(z.double())
