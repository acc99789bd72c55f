# exercise: E06
# caught by: test_sigmoid_slope_at_zero
# message: abs, relu and clamp have a corner there, so training from zero
import torch


def sigmoid(z):
    small = torch.exp(-torch.abs(z))
    out = 1 / (1 + small)
    return torch.where(z < 0, 1 - out, out)
