# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_float64, test_boundary_x2_shapes
# message: the line is drawn through every digit
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return torch.round(-(w0 * x1 + bias) / w1, decimals=2)
