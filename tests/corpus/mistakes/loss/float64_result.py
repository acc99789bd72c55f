# exercise: E12
# caught by: test_bce_loss_values, test_bce_loss_columns, test_bce_loss_label_dtypes, test_bce_loss_one_sample, test_bce_loss_certain
# held out: yes
# message: bce_loss returned a tensor of dtype float64, expected float32.
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    return torch.nn.functional.binary_cross_entropy(p.flatten().double(), y.flatten().double())
