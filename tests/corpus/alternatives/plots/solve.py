# exercise: E19
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return torch.full_like(x1, -bias).sub(x1, alpha=w0).div(w1)
