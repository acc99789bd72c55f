# exercise: E12
import torch


class _BCE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, p, y):
        ctx.save_for_backward(p, y)
        return -(torch.xlogy(y, p.clamp_min(1e-30)) + torch.xlogy(1 - y, (1 - p).clamp_min(1e-30))).mean()

    @staticmethod
    def backward(ctx, g):
        p, y = ctx.saved_tensors
        return g * (p - y) / ((p * (1 - p)).clamp_min(1e-12) * p.numel()), None


def bce_loss(p, y):
    flat, labels = p.reshape(-1), y.reshape(-1)
    if flat.shape != labels.shape:
        raise ValueError("shapes")
    return _BCE.apply(flat, labels.to(p.dtype))
