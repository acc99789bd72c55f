# exercise: E08
# caught by: test_decide_uses_the_threshold
# message: not with a float32 tensor of it


def decide(scores, threshold=0.5, from_logits=False):
    bar = torch.tensor([threshold])
    if not bool((bar > 0) & (bar < 1)):
        raise ValueError("threshold must lie strictly between 0 and 1")
    p = torch.sigmoid(scores) if from_logits else scores
    return (p.flatten() >= bar).long()
