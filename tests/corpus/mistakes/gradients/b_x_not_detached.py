# exercise: E02
# caught by: test_weighted_backward_is_plain_and_leaves_the_arguments_alone
# message: .grad
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    w = w.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    (loss_weights[0] * (a * b) + loss_weights[1] * (a + b)).sum().backward()
    return w.grad
