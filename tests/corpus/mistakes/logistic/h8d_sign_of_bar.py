# exercise: E08
# caught by: test_decide_uses_the_threshold_on_logits
# message: sign
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log((1 - threshold) / threshold) if from_logits else threshold
    return (scores >= bar).flatten().long()
