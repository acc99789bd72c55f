# exercise: E19
# caught by: ?
# message: refuse|slope|ValueError
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if abs(w1) < 0.75:
        raise ValueError("nearly vertical")
    return -(w0 * x1 + bias) / w1
