# exercise: E19
# caught by: test_boundary_x2_shapes
# message: shape


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return -(w0 * x1.flatten() + bias) / w1
