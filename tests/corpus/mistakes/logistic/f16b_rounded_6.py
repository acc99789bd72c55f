# exercise: E06
# caught by: test_sigmoid_values_in_float64, test_sigmoid_gradient
# message: the steps after this need full precision
import torch


def sigmoid(z):
    return torch.round(torch.sigmoid(z), decimals=6)
