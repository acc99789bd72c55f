# %% a tie is class 0
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits,
#     test_decide_uses_the_threshold
# message: A probability exactly at the threshold is class 1: compare with >=.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return (p > threshold).flatten().long()


# %% rounds the probabilities
# caught by: test_decide_gives_ties_to_class_one, test_decide_on_logits,
#     test_decide_uses_the_threshold
# message: Ties go to 0 and other thresholds are ignored: round sends 0.5 to 0 (half to even),
#     argmax takes the first of equals. Compare with the threshold.
import torch


def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    p = torch.sigmoid(scores.double()) if from_logits else scores
    return torch.round(p).flatten().long()


# %% logits at half
# caught by: test_decide_on_logits
# message: The scores are logits here, and you compare them as if they were probabilities: your
#     boundary sits at z = threshold. For 0.5 the rule on logits is z >= 0.
def decide(scores, threshold=0.5, from_logits=False):
    if not 0 < threshold < 1:
        raise ValueError
    return (scores >= threshold).flatten().long()
