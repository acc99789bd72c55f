# exercise: E19
# caught by: test_boundary_x2_shapes
# message: changed


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return x1.mul_(-w0).sub_(bias).div_(w1)
