# exercise: E08
# caught by: test_decide_gives_ties_to_class_one
# message: The scores are logits here, and you compare them as if they were
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        return (scores > math.log(threshold / (1 - threshold))).flatten().long()
    return (scores >= threshold).flatten().long()
