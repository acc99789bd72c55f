# exercise: E19


def boundary_x2(weight, bias, x1):
    w = weight.reshape(-1)
    if w[1] == 0:
        raise ValueError("vertical")
    return (-(w[0] * x1 + bias) / w[1]).to(x1.dtype)
