# exercise: E02b
def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    for i, (loss, c) in enumerate(zip(losses, weights, strict=True)):
        (loss * c).sum().backward(retain_graph=i < len(losses) - 1)
