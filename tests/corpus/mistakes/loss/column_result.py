# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns, test_bce_loss_label_dtypes, test_bce_loss_float64, test_bce_loss_one_sample, test_bce_loss_gradient, test_bce_loss_certain
# message: bce_loss returned a float32 tensor of shape (1,), expected shape ().
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.reshape(-1, 1), y.reshape(-1, 1).to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y, reduction="none").mean(dim=0)
