# exercise: E06
# caught by: test_sigmoid_gradient
# message: cut from the graph
import torch


@torch.no_grad()
def sigmoid(z):
    return torch.sigmoid(z)
