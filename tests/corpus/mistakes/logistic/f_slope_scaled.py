# exercise: E06
# caught by: test_sigmoid_gradient
# message: half as large
import torch


def sigmoid(z):
    s = torch.sigmoid(z)
    return s.detach() + 0.5 * (s - s.detach())
