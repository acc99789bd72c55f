# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns, test_bce_loss_label_dtypes, test_bce_loss_float64, test_bce_loss_one_sample, test_bce_loss_gradient, test_bce_loss_certain, test_bce_loss_certain_gradient
# held out: yes
# message: The minus stands in front of the first half only:
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p.clamp(1e-7, 1 - 1e-7)) - (1 - y) * torch.log((1 - p).clamp(1e-7, 1))).mean()
