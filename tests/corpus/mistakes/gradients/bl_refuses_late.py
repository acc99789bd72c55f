# exercise: E02b
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: had changed
def backward_losses(losses, weights):
    for loss, c in zip(losses, weights):  # noqa: B905
        (c * loss).sum().backward(retain_graph=True)
    if len(losses) != len(weights):
        raise ValueError
