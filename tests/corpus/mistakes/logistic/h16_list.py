# exercise: E08
# caught by: test_decide_on_probabilities
# message: expected a
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    return [int(s >= bar) for s in scores.flatten().tolist()]
