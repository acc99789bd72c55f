# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: applied twice
import torch


def sigmoid(z):
    return torch.sigmoid(torch.sigmoid(z))
