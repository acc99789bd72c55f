# exercise: E06
# caught by: test_sigmoid_far_out
# message: rewrite it so that exp never sees a large positive number
import torch


def sigmoid(z):
    if z.numel() and z.max() < 0:
        return 1 / (1 + torch.exp(-z))
    return torch.exp(z) / (1 + torch.exp(z)) * 1.0
