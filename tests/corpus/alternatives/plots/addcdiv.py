# exercise: E19
import torch


def boundary_x2(weight, bias, x1):
    w = weight.detach().reshape(2).double()
    if w[1].item() == 0.0:
        raise ValueError("vertical")
    zero = torch.zeros((), dtype=torch.float64)
    return torch.addcdiv(zero, -(x1.double() * w[0] + bias), w[1]).to(x1.dtype)
