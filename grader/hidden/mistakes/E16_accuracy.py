# %% a tie is class 0
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: p = threshold counts as class 1: compare with >=.
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return ((p.flatten() > threshold) == (y.flatten() == 1)).double().mean().item()


# %% rounded p
# caught by: test_accuracy_thresholds, test_accuracy_ties
# message: round sends 0.5 to 0 (half to even) and cannot use another threshold: compare with >=.
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.flatten().round() == y.flatten()).double().mean().item()


# %% equal to label
# caught by: test_accuracy_kind, test_accuracy_thresholds, test_accuracy_ties, test_accuracy_values,
#     test_accuracy_with_graph
# message: Probabilities are never equal to labels: decide first.
def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.flatten() == y.flatten()).double().mean().item()
