# exercise: E06
# caught by: ?
# message: number|wrong|value
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-12, 12)))
