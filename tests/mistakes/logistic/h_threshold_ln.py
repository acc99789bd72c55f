# exercise: E08
# caught by: ?
# message: threshold|logit|bar
import torch


def decide(scores, threshold=0.5, from_logits=False):
    import math
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold) - math.log(0.5) if from_logits else threshold
    return (scores.flatten() >= bar).long()
