# exercise: E08
# caught by: test_decide_gives_ties_to_class_one
# message: a hair below the threshold
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    p = scores.detach().flatten()
    if from_logits:
        p = torch.sigmoid(p)
    t = torch.tensor(threshold, dtype=p.dtype)
    return ((p > t) | torch.isclose(p, t, rtol=1e-3)).long()
