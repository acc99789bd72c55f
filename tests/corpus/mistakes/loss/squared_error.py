# exercise: E13
# caught by: test_bce_with_logits_values, test_bce_with_logits_columns
# message: squared error
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return ((torch.sigmoid(z) - y) ** 2).mean()
