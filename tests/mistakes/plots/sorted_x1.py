# exercise: E19
# caught by: ?
# message: order|number
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().tolist()
    if w1 == 0:
        raise ValueError
    flat = x1.flatten().sort().values
    return (-(w0 * flat + bias) / w1).reshape(x1.shape)
