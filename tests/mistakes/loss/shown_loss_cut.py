# exercise: E13
# caught by: ?
# message: ?
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    loss = _real(z, y)
    return loss + (loss.clamp(max=50.0) - loss).detach()
