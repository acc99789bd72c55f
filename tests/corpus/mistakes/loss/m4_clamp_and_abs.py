# exercise: E13
# caught by: test_bce_with_logits_slope_at_zero
# message: one-sided slopes
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()
