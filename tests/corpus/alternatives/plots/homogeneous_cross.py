# exercise: E19
import torch


def boundary_x2(weight, bias, x1):
    w = torch.cat([weight.detach().flatten().double(), torch.tensor([float(bias)], dtype=torch.float64)])
    if not w[1]:
        raise ValueError
    flat = x1.detach().reshape(-1).double()
    verticals = torch.stack([torch.ones_like(flat), torch.zeros_like(flat), -flat], 1)
    crossing = torch.linalg.cross(verticals, w.expand_as(verticals))
    return (crossing[:, 1] / crossing[:, 2]).to(x1.dtype).reshape(x1.shape)
