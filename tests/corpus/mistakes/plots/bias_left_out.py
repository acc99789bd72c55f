# exercise: E19
# caught by: test_boundary_x2_values, test_boundary_x2_row_weight, test_boundary_x2_float64
# message: bias is left out


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 * x1 / w1
