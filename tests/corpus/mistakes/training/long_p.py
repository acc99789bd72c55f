# exercise: E16
# caught by: test_accuracy_values, test_accuracy_column
# message: long() cuts


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    return (p.flatten().long() == y.flatten().long()).double().mean().item()
