# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: 1/2
import torch


def sigmoid(z):
    return torch.tanh(z / 2) / 2
