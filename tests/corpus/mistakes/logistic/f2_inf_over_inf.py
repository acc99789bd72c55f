# exercise: E06
# caught by: test_sigmoid_far_out
# message: inf / inf
import torch


def sigmoid(z):
    return torch.exp(z) / (1 + torch.exp(z))
