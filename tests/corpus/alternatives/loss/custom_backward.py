# exercise: E13
# ruff: noqa: F821


class _Exact(torch.autograd.Function):
    @staticmethod
    def forward(ctx, z, y):
        ctx.save_for_backward(z, y)
        return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()

    @staticmethod
    def backward(ctx, up):
        z, y = ctx.saved_tensors
        return up * (torch.sigmoid(z) - y) / z.numel(), None


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    return _Exact.apply(z.flatten(), y.flatten().to(z.dtype))
