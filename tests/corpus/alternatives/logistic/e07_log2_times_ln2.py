# exercise: E07
import math

import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return (torch.log2(p) - torch.log2(1 - p)) * math.log(2)
