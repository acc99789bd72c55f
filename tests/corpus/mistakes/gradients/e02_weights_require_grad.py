# exercise: E02
# caught by: test_weighted_backward_takes_weights_of_any_dtype
# message: with loss_weights as float32


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("expected two weights")
    c = loss_weights.detach().clone().requires_grad_()
    w, x = w.detach().clone().requires_grad_(), x.detach()
    total = c[0] * ((x + w) * (w + 1)).sum() + c[1] * ((x + w) + (w + 1)).sum()
    total.backward()
    return w.grad
