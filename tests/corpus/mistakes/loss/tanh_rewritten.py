# exercise: E13
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: the sigmoid has rounded to 1 and the loss can no longer see how wrong
import torch


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError
    z, y = z.flatten(), y.flatten().to(z.dtype)
    p = 0.5 * (1 + torch.tanh(z / 2))
    return torch.nn.functional.binary_cross_entropy(p, y)
