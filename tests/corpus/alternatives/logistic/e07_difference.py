# exercise: E07
def log_odds(p):
    if not bool(((p >= 0) & (p <= 1)).all()):
        raise ValueError("no probability")
    return p.log() - (1 - p).log()
