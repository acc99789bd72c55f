# exercise: E02
# caught by: test_weighted_backward_of_vectors
# message: whole numbers
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = (int(c) for c in loss_weights)
    (c0 * y0 + c1 * y1).sum().backward()
    return w.grad
