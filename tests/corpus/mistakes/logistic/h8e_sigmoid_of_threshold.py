# exercise: E08
# caught by: test_decide_on_logits, test_decide_uses_the_threshold_on_logits
# message: sigmoid of the threshold
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = 1 / (1 + math.exp(-threshold)) if from_logits else threshold
    return (scores >= bar).flatten().long()
