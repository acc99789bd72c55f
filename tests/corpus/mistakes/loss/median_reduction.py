# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns, test_bce_loss_label_dtypes, test_bce_loss_float64, test_bce_loss_gradient, test_bce_loss_certain, test_bce_loss_certain_gradient
# message: The gradient of bce_loss is wrong for p inside (0, 1) when others are
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").median()
