# exercise: E02
# caught by: test_weighted_backward_of_vectors
# message: A second backward ran on the same graph:
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c0, c1 = loss_weights.tolist()
    (c0 * y0).sum().backward()
    (c1 * y1 * y0 / y0.detach()).sum().backward()
    return w.grad
