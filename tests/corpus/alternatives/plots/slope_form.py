# exercise: E19


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -w0 / w1 * x1 - bias / w1
