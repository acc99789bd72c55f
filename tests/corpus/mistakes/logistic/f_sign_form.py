# exercise: E06
# caught by: test_sigmoid_slope_at_zero
# message: corner
import torch


def sigmoid(z):
    small = torch.exp(-z.abs())
    return 0.5 + torch.sign(z) * (1 / (1 + small) - 0.5)
