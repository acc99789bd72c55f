# exercise: E19
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.view(2).tolist()
    assert w1 != 0, "vertical"
    return torch.as_tensor((-w0 * x1 - bias) / w1)
