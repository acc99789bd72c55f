# exercise: E06
# caught by: test_sigmoid_far_out, test_sigmoid_gradient_far_out
# message: are nan
import torch


def sigmoid(z):
    return torch.where(z > 100, torch.ones_like(z), torch.exp(z) / (1 + torch.exp(z)))
