# exercise: E08
# caught by: test_decide_on_logits
# message: compare them as if
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    return (scores >= threshold).flatten().long()
