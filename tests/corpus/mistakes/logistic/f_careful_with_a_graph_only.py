# exercise: E06
# caught by: test_sigmoid_far_out
# message: rewrite it so that exp never sees a large positive number
import torch


_real = sigmoid
def sigmoid(z):
    if z.requires_grad:
        return _real(z)
    return torch.exp(z) / (1 + torch.exp(z))
