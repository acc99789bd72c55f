# exercise: E19
# caught by: test_boundary_x2_values
# message: (2,)


def boundary_x2(weight, bias, x1):
    w0, w1 = weight[0][0], weight[0][1]
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1
