# exercise: E19
# caught by: test_boundary_x2_shapes
# message: takes its dtype along


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten()
    if w1 == 0:
        raise ValueError("the boundary is vertical")
    return (-bias - w0 * x1) / w1
