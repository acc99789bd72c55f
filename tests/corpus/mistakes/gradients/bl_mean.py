# exercise: E02b
# caught by: test_backward_losses_of_vectors
# message: averaged
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = 0
    for loss, c in zip(losses, weights, strict=True):
        total = total + (c * loss).mean()
    total.backward()
