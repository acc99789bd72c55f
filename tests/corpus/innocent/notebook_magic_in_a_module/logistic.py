%matplotlib inline
import torch


def sigmoid(z):
    return torch.special.expit(z)
