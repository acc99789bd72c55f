# exercise: E02
# caught by: test_weighted_backward_of_vectors
# message: divided by their sum
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    c = loss_weights / loss_weights.sum()
    (c[0] * y0 + c[1] * y1).sum().backward()
    return w.grad
