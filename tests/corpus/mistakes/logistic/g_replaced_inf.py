# exercise: E07
# caught by: test_log_odds_of_certainty
# held out: yes
# message: For example,
import torch


def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    return (torch.log(p) - torch.log1p(-p)).clamp(-88, 88)
