# exercise: E19
# ruff: noqa: F821


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    import numpy as np

    return torch.from_numpy(np.asarray(-(w0 * x1.numpy() + bias) / w1, dtype=x1.numpy().dtype))
