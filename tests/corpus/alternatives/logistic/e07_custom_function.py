# exercise: E07
import torch


class _Logit(torch.autograd.Function):
    @staticmethod
    def forward(ctx, p):
        ctx.save_for_backward(p)
        return p.log() - (-p).log1p()

    @staticmethod
    def backward(ctx, g):
        (p,) = ctx.saved_tensors
        return g / (p * (1 - p))


def log_odds(p):
    bad = ~((p >= 0).logical_and(p <= 1))
    if bad.any():
        raise ValueError(f"{int(bad.sum())} entries")
    return _Logit.apply(p)
