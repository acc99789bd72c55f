# exercise: E06
# caught by: test_sigmoid_gradient_far_out
# message: both arms
import torch


def sigmoid(z):
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))
