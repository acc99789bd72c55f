# exercise: E08
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    import math
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold) - math.log(0.5) if from_logits else threshold
    return (scores.flatten() >= bar).long()
