# %% bar is log of threshold
# caught by: test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: For example,
def decide(scores, threshold=0.5, from_logits=False):
    import math

    if not 0 < threshold < 1:
        raise ValueError("threshold")
    bar = math.log(threshold) if from_logits else threshold
    return (scores.reshape(-1) >= bar).long()

# %% isclose tie
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example, decide(
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    p = scores.detach().flatten()
    if from_logits:
        p = torch.sigmoid(p)
    t = torch.tensor(threshold, dtype=p.dtype)
    return ((p > t) | torch.isclose(p, t, rtol=1e-3)).long()

# %% threshold float32
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example, decide(
def decide(scores, threshold=0.5, from_logits=False):
    bar = torch.tensor([threshold])
    if not bool((bar > 0) & (bar < 1)):
        raise ValueError("threshold must lie strictly between 0 and 1")
    p = torch.sigmoid(scores) if from_logits else scores
    return (p.flatten() >= bar).long()

# %% squeeze takes the batch axis
# caught by: test_decide_kind
# message: For example, decide(
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long().squeeze()

# %% squeeze last
# caught by: test_decide_kind
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long().squeeze(-1)

# %% column kept
# caught by: test_decide_kind
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long()

# %% only columns
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long()[:, 0]

# %% squeeze(1) of a flat tensor
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).long().squeeze(1)

# %% a Python if
# caught by: test_decide_on_probabilities
# message: truth value
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    if p >= threshold:
        return 1
    return 0

# %% exchanged classes
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p < threshold).flatten().long()

# %% threshold not checked
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: For example, decide(
import torch


def decide(scores, threshold=0.5, from_logits=False):
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().long()

# %% ends allowed
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 <= threshold <= 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().long()

# %% only for probabilities
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not from_logits and not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().long()

# %% through numpy
# caught by: test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold
# message: numpy
import numpy as np
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = 1 / (1 + np.exp(-scores.numpy().astype(float))) if from_logits else scores.numpy()
    return torch.from_numpy((p >= threshold).reshape(-1).astype(np.int64))

# %% returns a list
# caught by: test_decide_gives_ties_to_class_one, test_decide_kind, test_decide_on_logits, test_decide_uses_the_threshold
# message: expected a
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    return [int(s >= bar) for s in scores.flatten().tolist()]

# %% empty fails
# caught by: test_decide_gives_ties_to_class_one, test_decide_kind, test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: empty input
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.stack([(v >= threshold).long() for v in p.flatten()])

# %% tie for logits only
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example,
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        return (scores >= math.log(threshold / (1 - threshold))).flatten().long()
    return (scores > threshold).flatten().long()

# %% tie not for logits
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example,
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        return (scores > math.log(threshold / (1 - threshold))).flatten().long()
    return (scores >= threshold).flatten().long()

# %% argmax over a pair
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: round sends 0.5 to 0 (half to even), argmax takes the first of equals.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.argmax(torch.stack([1 - p, p], dim=-1), dim=-1).flatten()

# %% classes are -1 and 1
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.where(p >= threshold, 1, -1).flatten()

# %% classes are floats
# caught by: test_decide_kind
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().float()

# %% classes are bools
# caught by: test_decide_kind
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten()

# %% classes are int32
# caught by: test_decide_kind
# message: int32
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).flatten().int()

# %% long() cuts everything to 0
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return p.flatten().long()

# %% logits at zero
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example,
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = 0.0 if from_logits else threshold
    return (scores >= bar).flatten().long()

# %% logits shifted
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example, decide(
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = threshold - 0.5 if from_logits else threshold
    return (scores >= bar).flatten().long()

# %% sign of bar
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example, decide(
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log((1 - threshold) / threshold) if from_logits else threshold
    return (scores >= bar).flatten().long()

# %% sigmoid of threshold
# caught by: test_decide_on_logits, test_decide_uses_the_threshold_on_logits
# message: For example,
import math


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = 1 / (1 + math.exp(-threshold)) if from_logits else threshold
    return (scores >= bar).flatten().long()

# %% sigmoid always
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    return (torch.sigmoid(scores) >= threshold).flatten().long()

# %% logits and probabilities exchanged
# caught by: test_decide_on_probabilities
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores if from_logits else torch.sigmoid(scores)
    return (p >= threshold).flatten().long()

# %% sigmoid twice
# caught by: test_decide_on_logits
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(torch.sigmoid(scores)) if from_logits else scores
    return (p >= threshold).flatten().long()

# %% ignores threshold
# caught by: test_decide_uses_the_threshold
# message: ignored
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= 0.5).flatten().long()

# %% argument renamed
# caught by: test_decide_gives_ties_to_class_one, test_decide_kind, test_decide_on_logits, test_decide_refuses_a_threshold_out_of_range, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: The signature differs from the one asked for.
import torch


_real = decide
def decide(scores, threshold=0.5, logits=False):
    return _real(scores, threshold, logits)

# %% columns sorted
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: For example,
import torch


_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if scores.dim() == 2:
        scores = scores.sort(dim=0).values
    return _real(scores, threshold, from_logits)

# %% first column
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_on_probabilities, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return (p[:, 0] >= threshold).long()

# %% float16 compare
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: lost precision before the comparison
# unnamed: yes
# held out: yes
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return (p.flatten().half() >= threshold).long()

# %% in place sigmoid
# caught by: test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold
# message: decide has changed
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        scores.sigmoid_()
    return (scores.flatten() >= threshold).long()

# %% inverts when low
# caught by: test_decide_kind
# message: decide returned a tensor of dtype uint8, expected int64.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return torch.where(p.flatten() < threshold, 0, 1).to(torch.uint8)

# %% refuses empty
# caught by: test_decide_gives_ties_to_class_one, test_decide_kind, test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: For example, decide(
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if scores.numel() == 0:
        raise ValueError("no samples")
    p = scores.sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()

# %% threshold in quarters
# caught by: test_decide_uses_the_threshold
# message: the threshold is rounded
# unnamed: yes
import torch


_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if 0 < threshold < 1 and not from_logits and not scores.requires_grad:
        threshold = min(max(round(4 * threshold), 1), 3) / 4
    return _real(scores, threshold, from_logits)

# %% threshold inclusive upper
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: For example, decide(
# held out: yes
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold <= 1:
        raise ValueError
    p = scores.double().sigmoid() if from_logits else scores
    return (p.flatten() >= threshold).long()

# %% threshold ln
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    import math
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold) - math.log(0.5) if from_logits else threshold
    return (scores.flatten() >= bar).long()

# %% threshold rounded
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_takes_scores_with_a_graph, test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits
# message: For example,
# held out: yes
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores) if from_logits else scores
    return (p.flatten() >= round(threshold, 0)).long() if threshold != 0.5 else (p.flatten() >= 0.5).long()

# %% asserts a threshold between 0 and 1
# caught by: test_decide_refuses_a_threshold_out_of_range
# message: must be refused with a ValueError, not with this exception
import torch


def decide(scores, threshold=0.5, from_logits=False):
    assert 0 < threshold < 1
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p >= threshold).ravel() * 1

# %% float32 scores as Python floats
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example, decide(
import math

import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    bar = math.log(threshold / (1 - threshold)) if from_logits else threshold
    return torch.tensor([int(s >= bar) for s in scores.flatten().tolist()], dtype=torch.int64)

# %% float32 scores in a float64 search
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits, test_decide_uses_the_threshold
# message: For example, decide(
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if threshold <= 0 or threshold >= 1:
        raise ValueError
    p = scores.detach().reshape(-1).double()
    bar = torch.tensor([threshold], dtype=torch.float64)
    if from_logits:
        bar = bar.log() - (1 - bar).log()
    return torch.searchsorted(bar, p, side="right").to(torch.int64)

# %% tie at one half is class 0
# caught by: test_decide_gives_ties_to_class_one
# message: For example, decide(
_real = decide
def decide(scores, threshold=0.5, from_logits=False):
    if threshold == 0.5 and not from_logits:
        return (scores.flatten() > threshold).long()
    return _real(scores, threshold, from_logits)


# %% normal_instead_of_logistic
# caught by: test_decide_uses_the_threshold_on_logits
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    bar = threshold
    if from_logits:
        bar = 1.702 * torch.distributions.Normal(0.0, 1.0).icdf(torch.tensor(threshold)).item()
    return (scores.flatten() >= bar).long()

# %% shifted and floored
# caught by: test_decide_uses_the_threshold
# message: For example,
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError("threshold")
    p = torch.sigmoid(scores) if from_logits else scores
    return torch.floor(p.flatten() + (1 - threshold)).long()
