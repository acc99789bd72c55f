# exercise: E07
# caught by: test_log_odds_values, test_log_odds_gradient
# message: For example,
# ruff: noqa: F821


def log_odds(p):
    if ((p < 0) | (p > 1)).any():
        raise ValueError("outside [0, 1]")
    return torch.log(p + 1e-3) - torch.log(1 - p + 1e-3)
