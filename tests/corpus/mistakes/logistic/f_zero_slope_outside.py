# exercise: E06
# caught by: test_sigmoid_gradient
# message: autograd cannot see through
import torch


def sigmoid(z):
    s = torch.sigmoid(z)
    return torch.where(z.abs() > 8, s.detach(), s)
