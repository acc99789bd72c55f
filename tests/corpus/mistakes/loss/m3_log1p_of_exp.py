# exercise: E13
# caught by: test_bce_with_logits_far_out
# message: overflows
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.log1p(torch.exp(z)) - z * y).mean()
