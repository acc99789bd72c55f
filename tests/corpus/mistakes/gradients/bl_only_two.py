# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: Only the first two losses
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    total = (weights[0] * losses[0]).sum()
    if len(losses) > 1:
        total = total + (weights[1] * losses[1]).sum()
    total.backward()
