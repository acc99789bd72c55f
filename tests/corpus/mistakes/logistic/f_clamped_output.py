# exercise: E06
# caught by: test_sigmoid_values_in_float64, test_sigmoid_far_out
# message: Rounding to exactly 0 or 1 is fine here
import torch


def sigmoid(z):
    return torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)
