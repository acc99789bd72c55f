# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: negative
import torch


def sigmoid(z):
    return torch.tanh(z)
