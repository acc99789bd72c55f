# exercise: E08
# caught by: test_decide_gives_ties_to_class_one
# held out: yes
# unnamed: yes
# message: lost precision before the comparison
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return (p.flatten().half() >= threshold).long()
