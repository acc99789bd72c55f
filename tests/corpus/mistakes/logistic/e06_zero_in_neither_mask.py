# exercise: E06
# caught by: test_sigmoid_slope_at_zero, test_sigmoid_values, test_sigmoid_values_in_float64
# message: exactly where z is 0
import torch


def sigmoid(z):
    out = torch.zeros_like(z)
    pos, neg = z > 0, z < 0
    out[pos] = 1 / (1 + torch.exp(-z[pos]))
    e = torch.exp(z[neg])
    out[neg] = e / (1 + e)
    return out
