# exercise: E06
# caught by: ?
# message: shape|number
import torch


def sigmoid(z):
    out = 0.5 * (1 + torch.tanh(0.5 * z))
    return out.reshape(-1) if z.dim() == 2 and z.shape[1] == 1 else out
