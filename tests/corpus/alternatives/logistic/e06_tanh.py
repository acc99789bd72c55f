# exercise: E06
import torch


def sigmoid(z):
    return 0.5 * (1 + torch.tanh(0.5 * z))
