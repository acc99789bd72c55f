# exercise: E06
import torch


def sigmoid(z):
    return torch.softmax(torch.stack([torch.zeros_like(z), z]), dim=0)[1]
