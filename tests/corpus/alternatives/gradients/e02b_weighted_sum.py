# exercise: E02b
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum((c * loss).sum() for loss, c in zip(losses, weights, strict=True))
    total.backward()
