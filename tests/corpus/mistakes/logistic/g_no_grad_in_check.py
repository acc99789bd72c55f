# exercise: E07
# caught by: test_log_odds_gradient
# held out: yes
# message: The result is cut from the graph (detach, .data, item, numpy,
import torch


@torch.no_grad()
def log_odds(p):
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError
    return torch.log(p) - torch.log1p(-p)
