# exercise: E08
# caught by: test_decide_uses_the_threshold, test_decide_gives_ties_to_class_one
# message: round sends 0.5 to 0 (half to even), argmax takes the first of equals.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.argmax(torch.stack([1 - p, p], dim=-1), dim=-1).flatten()
