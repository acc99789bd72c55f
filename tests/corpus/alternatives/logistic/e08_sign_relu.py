# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not (threshold > 0 and threshold < 1):
        raise ValueError("threshold")
    odds = threshold / (1 - threshold)
    s = torch.exp(scores.detach().double()) - odds if from_logits else scores.detach() - threshold
    return (torch.sign(s.view(-1)) + 1).clamp(max=1).ceil().long()
