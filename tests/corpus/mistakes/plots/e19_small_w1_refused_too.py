# exercise: E19
# caught by: test_boundary_x2_float64
# message: A small w1 is a steep line
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 1e-3:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1
