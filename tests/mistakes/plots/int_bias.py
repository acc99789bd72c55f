# exercise: E19
# caught by: ?
# message: number|wrong|value
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + int(bias)) / w1
