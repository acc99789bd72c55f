# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: twice as steep
import torch


def sigmoid(z):
    return (1 + torch.tanh(z)) / 2
