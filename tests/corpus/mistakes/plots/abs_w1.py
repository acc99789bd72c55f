# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_float64, test_boundary_x2_horizontal
# message: w1 stands without its sign
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / abs(w1)
