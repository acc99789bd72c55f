# exercise: E08
# caught by: test_decide_uses_the_threshold, test_decide_gives_ties_to_class_one
# message: half to even
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.round(p).flatten().long()
