# exercise: E06
# caught by: ?
# message: changed|in place
import torch


def sigmoid(z):
    z.clamp_(-80, 80)
    return 1 / (1 + torch.exp(-z))
