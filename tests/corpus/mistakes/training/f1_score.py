# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column, test_accuracy_ties, test_accuracy_thresholds, test_accuracy_dtypes, test_accuracy_with_graph
# held out: yes
# message: For example,
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    d, y = p.flatten() >= threshold, y.flatten() == 1
    both = (d & y).sum().item()
    total = d.sum().item() + y.sum().item()
    return 2 * both / total if total else 1.0
