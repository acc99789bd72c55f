# exercise: E08
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = scores.sigmoid() if from_logits else scores
    return (p.view(-1) >= threshold).long()
