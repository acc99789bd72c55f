# exercise: E13
# caught by: test_bce_with_logits_refuses_unequal_counts
# message: Raise ValueError
# ruff: noqa: F821


def bce_with_logits(z, y):
    z, y = z.flatten(), y.flatten().to(z.dtype)
    wrong = (1 - 2 * y) * z
    return torch.logaddexp(wrong, torch.zeros_like(wrong)).mean()
