# exercise: E02
# caught by: test_weighted_backward_of_vectors
# message: respect to x
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    x = x.detach().clone().requires_grad_()
    w = w.detach()
    c = loss_weights
    (c[0] * (x + w) * (w + 1) + c[1] * (x + 2 * w + 1)).sum().backward()
    return x.grad
