# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns, test_bce_loss_label_dtypes, test_bce_loss_float64, test_bce_loss_one_sample, test_bce_loss_gradient, test_bce_loss_certain, test_bce_loss_certain_gradient
# message: A prediction of exactly 0 or 1 that is right costs too much
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p = p.flatten()
    y = (y.flatten() > 1).to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)
