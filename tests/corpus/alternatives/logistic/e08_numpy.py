# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.from_numpy((p.detach().numpy() >= threshold).astype("int64").ravel())
