# exercise: E19


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return ((-bias - w0 * x1.double()) / w1).to(x1.dtype)
