with_all = decide


def decide(scores):
    return with_all(scores)
