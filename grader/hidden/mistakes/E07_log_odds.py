# %% atanh
# caught by: test_log_odds_of_certainty
# message: Small probabilities are lost: 2p - 1 rounds them away. Take log(p) itself.
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return 2 * torch.atanh(2 * p - 1)


# %% eps in log
# caught by: test_log_odds_of_certainty
# message: p = 0 should give -inf and p = 1 inf here; an eps or a clamp replaces them.
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.log(p + 1e-12) - torch.log(1 - p + 1e-12)
