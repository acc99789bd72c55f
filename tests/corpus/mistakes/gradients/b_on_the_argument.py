# exercise: E02
# caught by: test_weighted_backward_gives_the_same_three_times
# message: Work on a leaf of your own, also for a second call
def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    w.requires_grad_()
    a, b = x + w, w + 1
    (loss_weights[0] * (a * b) + loss_weights[1] * (a + b)).sum().backward()
    return w.grad
