# exercise: E19
import torch


def boundary_x2(weight, bias, x1):
    w0, w1 = weight.detach().flatten().unbind()
    if w1 == 0:
        raise ValueError
    one = lambda a: -(w0.to(x1.dtype) * a + bias) / w1.to(x1.dtype)
    return torch.func.vmap(one)(x1.reshape(-1)).reshape(x1.shape) if x1.numel() else x1.clone()
