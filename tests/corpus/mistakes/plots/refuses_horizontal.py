# exercise: E19
# caught by: test_boundary_x2_horizontal
# message: w0 = 0 is a horizontal line, which has an x2:


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w0 == 0 or w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1
