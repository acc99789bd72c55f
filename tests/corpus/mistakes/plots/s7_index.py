# exercise: E19
# caught by: test_boundary_x2_row_weight
# message: (1, 2)


def boundary_x2(weight, bias, x1):
    w0, w1 = weight[0], weight[1]
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1
