# exercise: E19
# caught by: test_boundary_x2_row_weight
# message: A weight of shape (1, 2) is not handled


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1 + float(bias)) / w1
