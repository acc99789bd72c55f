# exercise: E02b
# caught by: test_backward_losses_of_scalars, test_backward_losses_of_vectors
# message: left the .grad
def backward_losses(losses, weights):
    return None
