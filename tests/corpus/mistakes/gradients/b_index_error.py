# exercise: E02
# caught by: test_weighted_backward_refuses_another_number_of_weights
# message: refused with a ValueError
def weighted_backward(w, x, loss_weights):
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    if len(loss_weights) > 2:
        raise ValueError("too many")
    (loss_weights[0] * y0 + loss_weights[1] * y1).sum().backward()
    return w.grad
