# exercise: E19
# caught by: test_boundary_x2_refuses_vertical
# message: vertical
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        return torch.full_like(x1, float("nan"))
    return -(w0 * x1 + bias) / w1
