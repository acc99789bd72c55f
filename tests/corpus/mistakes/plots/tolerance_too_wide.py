# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_horizontal
# message: Every point (x1, x2) lies on w0 * x1 + w1 * x2 + b = 0
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 0.75:
        raise ValueError("nearly vertical")
    return -(w0 * x1 + bias) / w1
