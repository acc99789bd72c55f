# exercise: E19
# caught by: test_boundary_x2_float64, test_boundary_x2_horizontal, test_boundary_x2_row_weight, test_boundary_x2_shapes, test_boundary_x2_values
# message: weight scaled to length 1
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().flatten().double()
    w0, w1 = (w / w.norm()).tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1
