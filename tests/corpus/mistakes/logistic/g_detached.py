# exercise: E07
# caught by: test_log_odds_gradient
# message: cut from the graph
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.logit(p.detach())
