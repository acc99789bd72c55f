# exercise: E08
# caught by: test_decide_uses_the_threshold, test_decide_uses_the_threshold_on_logits, test_decide_gives_ties_to_class_one, test_decide_takes_scores_with_a_graph
# held out: yes
# message: For example,
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores) if from_logits else scores
    return (p.flatten() >= round(threshold, 0)).long() if threshold != 0.5 else (p.flatten() >= 0.5).long()
