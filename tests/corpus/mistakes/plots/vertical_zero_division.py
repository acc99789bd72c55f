# exercise: E19
# caught by: test_boundary_x2_refuses_vertical
# message: What the contract forbids is to be refused with a ValueError, not


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    return x1 * (-w0 / w1) - bias / w1
