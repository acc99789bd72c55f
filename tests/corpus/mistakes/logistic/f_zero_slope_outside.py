# exercise: E06
# caught by: test_sigmoid_gradient
# message: does not see through
import torch


def sigmoid(z):
    s = torch.sigmoid(z)
    return torch.where(z.abs() > 8, s.detach(), s)
