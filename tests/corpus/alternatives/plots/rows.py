# exercise: E19


def boundary_x2(weight, bias, x1):
    w0, w1 = weight if weight.dim() == 1 else weight[0]
    if w1.item() == 0:
        raise ValueError("vertical")
    return -(w0.item() * x1 + bias) / w1.item()
