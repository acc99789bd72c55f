# exercise: E07
# caught by: test_log_odds_gradient
# message: log_odds raised RuntimeError.
import numpy as np
import torch


def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return torch.as_tensor(np.log(p.numpy() / (1 - p.numpy())))
