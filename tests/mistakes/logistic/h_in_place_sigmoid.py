# exercise: E08
# caught by: ?
# message: in place|changed
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        scores.sigmoid_()
    return (scores.flatten() >= threshold).long()
