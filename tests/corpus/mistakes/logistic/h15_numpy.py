# exercise: E08
# caught by: test_decide_takes_scores_with_a_graph
# message: numpy
import numpy as np
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = 1 / (1 + np.exp(-scores.numpy().astype(float))) if from_logits else scores.numpy()
    return torch.from_numpy((p >= threshold).reshape(-1).astype(np.int64))
