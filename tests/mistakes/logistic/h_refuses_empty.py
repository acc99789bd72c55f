# exercise: E08
# caught by: ?
# message: sample|none|empty
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if scores.numel() == 0:
        raise ValueError("no samples")
    p = scores.sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()
