# exercise: E12
# caught by: test_bce_loss_refuses_unequal_counts
# held out: yes
# message: Compare how many scores and labels there are, and raise ValueError if
import torch


def bce_loss(p, y):
    if y.numel() > p.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype).expand(p.numel()) if y.numel() == 1 else y.flatten().to(p.dtype)
    return torch.nn.functional.binary_cross_entropy(p, y)
