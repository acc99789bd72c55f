# exercise: E13
# caught by: test_bce_with_logits_refuses_unequal_counts
# held out: yes
# message: Compare how many scores and labels there are, and raise ValueError if
import torch


def bce_with_logits(z, y):
    z, y = z.flatten(), y.flatten().to(z.dtype)
    n = min(len(z), len(y))
    return torch.nn.functional.binary_cross_entropy_with_logits(z[:n], y[:n])
