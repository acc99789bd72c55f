# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: Start from z
# ruff: noqa: F821


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = torch.sigmoid(z).clamp(1e-7, 1 - 1e-7)
    return -(y * p.log() + (1 - y) * (1 - p).log()).mean()
