# exercise: E16
# caught by: test_accuracy_ties
# message: has become a float32 tensor


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("no samples")
    bar = torch.full((p.numel(),), threshold)
    return ((p.flatten() >= bar) == y.flatten().bool()).sum().item() / p.numel()
