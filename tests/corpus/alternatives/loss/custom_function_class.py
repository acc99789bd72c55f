# exercise: E13
import torch


class _Loss(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, y):
        e = torch.exp(-z.abs())
        ctx.save_for_backward(z, y, e)
        return (torch.relu(z) - z * y + torch.log1p(e)).mean()

    @staticmethod
    def backward(ctx, g):
        z, y, e = ctx.saved_tensors
        s = torch.where(z >= 0, 1 / (1 + e), e / (1 + e))
        return g * (s - y) / len(z), None


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    return _Loss.apply(z.flatten(), y.flatten().to(z.dtype))
