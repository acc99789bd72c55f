# exercise: E06
# caught by: test_sigmoid_slope_at_zero
# message: corner
import torch


def sigmoid(z):
    small = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))
