# exercise: E06
# caught by: ?
# message: far|number|wrong
import torch


def sigmoid(z):
    return torch.where(z.abs() < 6, 0.5 + 0.5 * torch.tanh(z / 2), (z > 0).to(z.dtype))
