# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: cut z off
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-10, 10)))
