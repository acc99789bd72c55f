import torch


def sigmoid(z):
    return torch.exp(z) / (1 + torch.exp(z))


def log_odds(p):
    return torch.log(p / (1 - p))


def decide(scores, threshold=0.5, from_logits=False):
    return (scores >= threshold).long()
