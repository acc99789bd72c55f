# exercise: E06
# caught by: test_sigmoid_gradient
# message: history
import torch


@torch.no_grad()
def sigmoid(z):
    return torch.sigmoid(z)
