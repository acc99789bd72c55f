# %% argmax first
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0.0 < threshold < 1.0:
        raise ValueError
    import math
    flat = scores.detach().flatten()
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    pair = torch.stack([flat, torch.full_like(flat, bar)], dim=1)
    return (pair.amax(dim=1) == flat).to(torch.long)

# %% bucketize
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    bounds = torch.tensor([threshold], dtype=p.dtype)
    return torch.bucketize(p.detach().flatten(), bounds, right=True)

# %% count nonzero
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.ge(p, threshold).reshape(p.shape[0]).to(dtype=torch.long)

# %% difference
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (torch.sign(p.detach().flatten() - threshold) >= 0).int().long()

# %% heaviside
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    p = p.detach().flatten()
    return torch.heaviside(
        p - torch.tensor(threshold, dtype=p.dtype), torch.ones((), dtype=p.dtype)
    ).long()

# %% logit bar
import math

import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    return torch.where(scores.flatten() >= bar, 1, 0)

# %% not less
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (~(p < threshold)).flatten().type(torch.LongTensor)

# %% numpy
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.from_numpy((p.detach().numpy() >= threshold).astype("int64").ravel())

# %% own dtype sigmoid
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return (p.view(-1) >= threshold).long()

# %% set values
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    answer = torch.zeros(len(scores), dtype=torch.int64)
    for i, value in enumerate(p.detach().reshape(-1)):
        if value >= threshold:
            answer[i] = 1
    return answer

# %% sigmoid double
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.to(torch.float64)) if from_logits else scores
    return p.ge(threshold).to(torch.int64).reshape(-1)

# %% sign relu
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not (threshold > 0 and threshold < 1):
        raise ValueError("threshold")
    odds = threshold / (1 - threshold)
    s = torch.exp(scores.detach().double()) - odds if from_logits else scores.detach() - threshold
    return (torch.sign(s.view(-1)) + 1).clamp(max=1).ceil().long()

# %% squeeze column
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    if p.dim() == 2:
        p = p.squeeze(1)
    out = torch.zeros(p.shape, dtype=torch.long)
    out[p >= threshold] = 1
    return out

# %% where and mask
import torch


def decide(scores, threshold=0.5, from_logits=False):
    match threshold:
        case t if 0 < t < 1:
            pass
        case _:
            raise ValueError(threshold)
    flat = scores.detach().ravel()
    p = torch.sigmoid(flat.double()) if from_logits else flat
    classes = torch.zeros(flat.shape[0], dtype=torch.long)
    classes[p >= threshold] = 1
    return classes
