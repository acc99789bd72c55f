# exercise: E19
import torch


def boundary_x2(weight, bias, x1):
    *_, w0, w1 = weight.detach().flatten().tolist()
    try:
        slope, height = -w0 / w1, -bias / w1
    except ZeroDivisionError:
        raise ValueError("no x2 on a vertical line") from None
    return x1 * slope + height
