# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_float64
# message: For example,
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return torch.sigmoid(-(w0 * x1 + bias) / w1)
