# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: round
import torch


def sigmoid(z):
    return torch.round(torch.sigmoid(z), decimals=4)
