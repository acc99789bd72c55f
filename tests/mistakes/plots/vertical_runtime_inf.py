# exercise: E19
# caught by: ?
# message: vertical
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().to(x1.dtype)
    return -(w[0] * x1 + bias) / (w[1] + 1e-12)
