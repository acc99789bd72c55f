# exercise: E06
# caught by: test_sigmoid_gradient
# message: In a formula stay with torch
import numpy as np
import torch


def sigmoid(z):
    return torch.as_tensor(1 / (1 + np.exp(-z.numpy())), dtype=z.dtype)
