# exercise: E16
# caught by: test_accuracy_column, test_accuracy_dtypes, test_accuracy_one_sample, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values, test_accuracy_with_graph
# message: how near the probabilities come
import torch


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    return 1 - (p.flatten() - y.flatten().to(p.dtype)).abs().mean().item()
