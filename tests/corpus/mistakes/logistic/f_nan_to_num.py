# exercise: E06
# caught by: test_sigmoid_gradient_far_out
# message: The value is right, but its gradient is lost where exp(z) overflows
import torch


def sigmoid(z):
    return torch.nan_to_num(torch.exp(z) / (1 + torch.exp(z)), nan=1.0)
