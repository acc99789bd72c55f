# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0.0 < threshold < 1.0:
        raise ValueError
    import math
    flat = scores.detach().flatten()
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    pair = torch.stack([flat, torch.full_like(flat, bar)], dim=1)
    return (pair.amax(dim=1) == flat).to(torch.long)
