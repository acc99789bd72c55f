# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: squared
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-(z**2)))
