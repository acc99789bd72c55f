# exercise: E06
# caught by: test_sigmoid_of_any_shape, test_sigmoid_values
# message: squeeze()
import torch


def sigmoid(z):
    return torch.sigmoid(z).squeeze()
