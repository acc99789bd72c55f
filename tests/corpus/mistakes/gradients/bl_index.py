# exercise: E02b
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: With too few weights you run into an index, after .grad has changed.
def backward_losses(losses, weights):
    for i, loss in enumerate(losses):
        (weights[i] * loss).sum().backward(retain_graph=True)
