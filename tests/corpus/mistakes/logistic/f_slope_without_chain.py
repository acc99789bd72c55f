# exercise: E06
# caught by: test_sigmoid_gradient
# message: comes in
import torch


class Local(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        s = torch.sigmoid(z)
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return s * (1 - s)


def sigmoid(z):
    return Local.apply(z)
