# exercise: E02b
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: had changed
def backward_losses(losses, weights):
    for loss, c in zip(losses, weights, strict=True):
        (c * loss).sum().backward(retain_graph=True)
