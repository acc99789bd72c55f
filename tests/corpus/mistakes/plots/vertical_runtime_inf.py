# exercise: E19
# caught by: test_boundary_x2_refuses_vertical
# message: boundary_x2 returned a float32 tensor of shape (7,) where it should
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().to(x1.dtype)
    return -(w[0] * x1 + bias) / (w[1] + 1e-12)
