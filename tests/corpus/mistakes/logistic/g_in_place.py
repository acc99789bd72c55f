# exercise: E07
# caught by: test_log_odds_gradient
# message: in place
def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return p.div_(1 - p).log_()
