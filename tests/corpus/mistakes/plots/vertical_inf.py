# exercise: E19
# caught by: test_boundary_x2_refuses_vertical
# message: vertical


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten()
    return (-(w0 * x1 + bias) / w1).to(x1.dtype)
