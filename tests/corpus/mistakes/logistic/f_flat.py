# exercise: E06
# caught by: test_sigmoid_of_any_shape
# message: expected shape
import torch


def sigmoid(z):
    return torch.sigmoid(z).flatten()
