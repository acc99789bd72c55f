# exercise: E13
# caught by: test_bce_with_logits_values, test_bce_with_logits_columns, test_bce_with_logits_label_dtypes, test_bce_with_logits_float64, test_bce_with_logits_far_out, test_bce_with_logits_gradient, test_bce_with_logits_slope_at_zero, test_bce_with_logits_one_sample
# message: For example,
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.nn.functional.softplus(-y * z).mean()
