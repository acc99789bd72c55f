# exercise: E06
# caught by: test_sigmoid_values
# message: on that score alone
import torch


def sigmoid(z):
    if z.numel():
        z = z - z.max()
    e = torch.exp(z)
    return e / (1 + e)
