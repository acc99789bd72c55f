# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: small number that you add
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = torch.sigmoid(z)
    return -(y * torch.log(p + 1e-7) + (1 - y) * torch.log(1 - p + 1e-7)).mean()
