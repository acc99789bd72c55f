# exercise: E06
# caught by: test_sigmoid_far_out
# message: 0 times inf
import torch


def sigmoid(z):
    positive = (z >= 0).to(z.dtype)
    small = torch.exp(z)
    return positive / (1 + torch.exp(-z)) + (1 - positive) * small / (1 + small)
