# exercise: E08
# caught by: ?
# message: threshold
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold <= 1:
        raise ValueError
    p = scores.double().sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()
