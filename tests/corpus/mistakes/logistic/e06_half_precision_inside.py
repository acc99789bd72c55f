# exercise: E06
# caught by: test_sigmoid_values
# message: half precision
import torch


def sigmoid(z):
    return torch.sigmoid(z.half()).to(z.dtype)
