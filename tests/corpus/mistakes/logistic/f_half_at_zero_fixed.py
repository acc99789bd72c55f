# exercise: E06
# caught by: test_sigmoid_of_any_shape
# message: expected shape (7, 1).
import torch


def sigmoid(z):
    out = 0.5 * (1 + torch.tanh(0.5 * z))
    return out.reshape(-1) if z.dim() == 2 and z.shape[1] == 1 else out
