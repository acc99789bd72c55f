# exercise: E08
# caught by: test_decide_flattens_columns, test_decide_on_logits, test_decide_uses_the_threshold_on_logits
# message: the whole of it


def decide(scores, threshold=0.5, from_logits=False):
    import math

    if not 0 < threshold < 1:
        raise ValueError("threshold")
    bar = math.log(threshold) if from_logits else threshold
    return (scores.reshape(-1) >= bar).long()
