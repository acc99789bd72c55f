# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    assert 0 < threshold < 1
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).ravel() * 1
