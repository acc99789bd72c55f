# exercise: E06
import torch


class Sigmoid(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = 0.5 * (1 + torch.tanh(z / 2))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s * (1 - s)


def sigmoid(z):
    return Sigmoid.apply(z)
