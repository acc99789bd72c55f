# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column, test_accuracy_ties, test_accuracy_thresholds, test_accuracy_dtypes, test_accuracy_one_sample, test_accuracy_with_graph
# held out: yes
# message: count where the decision equals the label.
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError
    return ((p.flatten() >= threshold) != (y.flatten() == 1)).double().mean().item()
