# exercise: E06
# caught by: test_sigmoid_gradient
# message: slope were 1
import torch


class Straight(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        return torch.sigmoid(z)

    @staticmethod
    def backward(ctx, grad):
        return grad


def sigmoid(z):
    return Straight.apply(z)
