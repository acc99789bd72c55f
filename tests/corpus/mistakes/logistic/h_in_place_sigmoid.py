# exercise: E08
# caught by: test_decide_takes_scores_with_a_graph
# message: Make a new tensor instead; an update of parameters must not be
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    if from_logits:
        scores.sigmoid_()
    return (scores.flatten() >= threshold).long()
