# exercise: E19
# caught by: test_boundary_x2_values
# message: boundary_x2 returned a tensor of dtype float32, expected float64
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    x = torch.linspace(-6, 6, len(x1))
    return -(w0 * x + bias) / w1
