# exercise: E19
# caught by: test_boundary_x2_refuses_vertical
# message: Arguments that the contract forbids must be refused with a ValueError


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    return x1 * (-w0 / w1) - bias / w1
