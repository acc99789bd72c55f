# exercise: E06
import torch


class _S(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        e = torch.exp(-z.abs())
        s = torch.where(z < 0, e / (1 + e), 1 / (1 + e))
        ctx.save_for_backward(e)
        return s

    @staticmethod
    def backward(ctx, g):
        (e,) = ctx.saved_tensors
        return g * e / (1 + e) ** 2


sigmoid = _S.apply
