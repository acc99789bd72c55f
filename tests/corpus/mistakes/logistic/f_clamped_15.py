# exercise: E06
# caught by: test_sigmoid_values_in_float64
# message: cut z off
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-15, 15)))
