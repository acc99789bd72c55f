# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_float64, test_boundary_x2_shapes
# message: They are the right numbers in another order
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    flat = x1.flatten().sort().values
    return (-(w0 * flat + bias) / w1).reshape(x1.shape)
