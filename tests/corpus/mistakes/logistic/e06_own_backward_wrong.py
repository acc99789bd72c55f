# exercise: E06
# caught by: test_sigmoid_gradient
# message: gives the slope s
import torch


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = torch.where(z >= 0, 1 / (1 + torch.exp(-z.abs())), 1 - 1 / (1 + torch.exp(-z.abs())))
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, g):
        (s,) = ctx.saved_tensors
        return g * s


def sigmoid(z):
    return _S.apply(z)
