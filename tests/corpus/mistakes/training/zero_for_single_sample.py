# exercise: E16
# caught by: test_accuracy_one_sample
# held out: yes
# message: For example,
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d = (p >= threshold).squeeze().long().tolist()
    d = d if isinstance(d, list) else []
    return sum(a == b for a, b in zip(d, y.long().tolist())) / max(len(d), 1)
