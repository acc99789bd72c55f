# exercise: E06


class _Curve(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z):
        wide = z.double()
        e = torch.exp(-wide.abs())
        s = (torch.where(wide < 0, e, torch.ones_like(e)) / (1 + e)).to(z.dtype)
        ctx.save_for_backward(s)
        return s

    @staticmethod
    def backward(ctx, grad):
        (s,) = ctx.saved_tensors
        return grad * s * (1 - s)


def sigmoid(z):
    return _Curve.apply(z)
