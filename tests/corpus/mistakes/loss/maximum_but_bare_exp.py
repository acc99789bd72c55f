# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: absolute value is missing
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (
        torch.maximum(z, torch.zeros_like(z))
        - z * y
        + torch.log(torch.exp(-z) + 1) * 0
        + torch.log1p(torch.exp(-z))
    ).mean()
