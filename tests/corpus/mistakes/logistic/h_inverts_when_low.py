# exercise: E08
# caught by: test_decide_on_probabilities, test_decide_flattens_columns, test_decide_uses_the_threshold, test_decide_on_logits, test_decide_uses_the_threshold_on_logits, test_decide_gives_ties_to_class_one
# message: decide returned a tensor of dtype uint8, expected int64.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return torch.where(p.flatten() < threshold, 0, 1).to(torch.uint8)
