# exercise: E12
# caught by: test_bce_loss_gradient
# message: autograd cannot see through
import torch


_real = bce_loss
def bce_loss(p, y):
    clamped = _real(p.clamp(0.2, 0.8), y)
    return clamped + (_real(p, y) - clamped).detach()
