# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column, test_accuracy_ties, test_accuracy_dtypes, test_accuracy_with_graph
# held out: yes
# message: averaged
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    parts = [(d[m] == y[m]).double().mean().item() for m in (y, ~y) if m.any()]
    return sum(parts) / len(parts)
