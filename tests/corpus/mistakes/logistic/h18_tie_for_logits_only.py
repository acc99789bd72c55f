# exercise: E08
# caught by: test_decide_gives_ties_to_class_one
# message: A probability exactly at the threshold is class 1:
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        return (scores >= math.log(threshold / (1 - threshold))).flatten().long()
    return (scores > threshold).flatten().long()
