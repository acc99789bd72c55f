# exercise: E16
# caught by: test_accuracy_with_graph, test_accuracy_values
# message: the caller's tensor must keep its values
# ruff: noqa: F821


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    with torch.no_grad():
        p.sub_(threshold)
    return ((p.flatten() >= 0) == (y.flatten() == 1)).double().mean().item()
