# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: order
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = sum((c * loss).sum() for loss, c in zip(losses, reversed(weights), strict=True))
    total.backward()
