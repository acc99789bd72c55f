import torch


def sigmoid(z):
    z = z + 0
	return torch.special.expit(z)
