"""Known mistakes of training.accuracy (E16), written out."""

import torch

from grader.testing import KnownMistake


def _share(decide):
    """Return an accuracy that handles shapes well and decides by *decide*."""

    def accuracy(p, y, threshold=0.5):
        if p.numel() == 0:
            raise ValueError("no samples")
        return _hits(decide(p.flatten(), threshold), y) / p.numel()

    return accuracy


def _hits(decided, y):
    return (decided.to(torch.int64) == y.flatten().to(torch.int64)).sum().item()


def are_right(p, y, threshold):
    return (p.flatten() >= threshold) == (y.flatten() == 1)


def _percent(p, y, threshold=0.5):
    return 100 * are_right(p, y, threshold).sum().item() / p.numel()


def _count(p, y, threshold=0.5):
    return are_right(p, y, threshold).sum().item()


def _error_rate(p, y, threshold=0.5):
    return 1 - are_right(p, y, threshold).sum().item() / p.numel()


def _undecided(p, y, threshold=0.5):
    return (p.flatten() == y.flatten()).sum().item() / p.numel()


def _of_class_one(p, y, threshold=0.5):
    ones = y.flatten() == 1
    return are_right(p, y, threshold)[ones].sum().item() / max(int(ones.sum()), 1)


def _balanced(p, y, threshold=0.5):
    right, ones = are_right(p, y, threshold).double(), y.flatten() == 1
    shares = [right[chosen].mean().item() for chosen in (ones, ~ones) if bool(chosen.any())]
    return sum(shares) / len(shares)


def _precision(p, y, threshold=0.5):
    chosen = p.flatten() >= threshold
    return (y.flatten() == 1)[chosen].sum().item() / max(int(chosen.sum()), 1)


def _share_of_ones(p, y, threshold=0.5):
    return (p >= threshold).sum().item() / p.numel()


def _hits_of_class_one(p, y, threshold=0.5):
    return ((p.flatten() >= threshold) & (y.flatten() == 1)).sum().item() / p.numel()


def _nearness(p, y, threshold=0.5):
    return 1 - (p.flatten() - y.flatten().to(p.dtype)).abs().mean().item()


def _rounded(p, y, threshold=0.5):
    return round(are_right(p, y, threshold).sum().item() / p.numel(), 2)


TIE = "p = threshold counts as class 1: compare with >=."

ACCURACY = [
    KnownMistake(
        "A probability a hair below the threshold counts as class 1: compare p >= threshold, "
        "without a margin.",
        _share(lambda p, t: p + 1e-4 > t),
    ),
    KnownMistake(TIE, _share(lambda p, t: p > t)),
    KnownMistake(
        "The threshold is ignored: the decision is always made at 0.5.",
        _share(lambda p, _: p >= 0.5),
    ),
    KnownMistake(
        "round sends 0.5 to 0 (half to even) and cannot use another threshold: compare with >=.",
        _share(lambda p, _: p.round()),
    ),
    KnownMistake(
        "The accuracies of the two classes are averaged: take the share of all samples.", _balanced
    ),
    KnownMistake("The accuracy is in percent: it is a share between 0 and 1.", _percent),
    KnownMistake(
        "This is the number of right decisions: divide it by the number of samples.", _count
    ),
    KnownMistake(
        "This is the share of wrong decisions: count where the decision equals "
        "the label. (p is the probability of class 1.)",
        _error_rate,
    ),
    KnownMistake("Probabilities are never equal to labels: decide first.", _undecided),
    KnownMistake("Only samples of class 1 are counted: all samples count.", _of_class_one),
    KnownMistake("This is the precision of class 1: all samples count.", _precision),
    KnownMistake(
        "This is the share of decisions for class 1: compare them with the labels.", _share_of_ones
    ),
    KnownMistake("Only hits of class 1 count: a right 0 is right as well.", _hits_of_class_one),
    KnownMistake(
        "This measures how near the probabilities come to the labels: decide first, then count "
        "the right decisions.",
        _nearness,
    ),
    KnownMistake("The accuracy is rounded: return the share itself.", _rounded),
]
