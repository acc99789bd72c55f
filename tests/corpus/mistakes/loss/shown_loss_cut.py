# exercise: E13
# caught by: test_bce_with_logits_far_out
# message: For example,
import torch


_real = bce_with_logits
def bce_with_logits(z, y):
    loss = _real(z, y)
    return loss + (loss.clamp(max=50.0) - loss).detach()
