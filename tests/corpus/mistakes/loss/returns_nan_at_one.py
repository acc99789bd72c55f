# exercise: E12
# caught by: test_bce_loss_certain_gradient
# held out: yes
# message: the logarithm is differentiated although its value is cut off
import torch


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -torch.where(y == 1, torch.log(p), torch.log1p(-p)).clamp(min=-100).mean()
