# exercise: E13
# caught by: test_bce_with_logits_float64, test_bce_with_logits_gradient
# message: nearly right, but not accurate enough
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.nn.functional.softplus(z, threshold=7) - z * y).mean()
