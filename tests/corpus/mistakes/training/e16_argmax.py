# exercise: E16
# caught by: test_accuracy_values
# message: argmax over a single column


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.reshape(-1, 1).argmax(dim=1) == y.flatten().long()).double().mean().item()
