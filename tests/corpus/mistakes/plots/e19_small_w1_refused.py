# exercise: E19
# caught by: test_boundary_x2_float64
# message: refuse only w1 = 0


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if abs(w1) < 0.05:
        raise ValueError("vertical")
    return -(w0 * x1 + bias) / w1
