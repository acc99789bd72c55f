# exercise: E06
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out
# held out: yes
# message: are nan
import torch


def sigmoid(z):
    if z.numel() == 0:
        return z.clone()
    m = z.max()
    return torch.exp(z - m) / (torch.exp(-m) + torch.exp(z - m))
