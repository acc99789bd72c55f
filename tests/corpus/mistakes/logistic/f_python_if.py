# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: one truth value
import torch


def sigmoid(z):
    if z >= 0:
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z))
