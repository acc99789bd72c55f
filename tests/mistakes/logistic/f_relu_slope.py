# exercise: E06
# caught by: ?
# message: nan|gradient
import torch


def sigmoid(z):
    e = torch.exp(-torch.relu(z)) 
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))
