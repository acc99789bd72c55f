# exercise: E06
# caught by: test_sigmoid_gradient, test_sigmoid_slope_at_zero
# message: cut from the graph
import numpy as np
import torch


def sigmoid(z):
    values = 1 / (1 + np.exp(-z.detach().numpy()))
    return torch.as_tensor(values, dtype=z.dtype)
