# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: 1 plus
import torch


def sigmoid(z):
    return 1 / (1 - torch.exp(-z))
