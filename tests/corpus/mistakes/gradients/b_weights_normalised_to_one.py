# exercise: E02
# caught by: test_weighted_backward_of_vectors, test_weighted_backward_in_float64_agrees_with_differences, test_weighted_backward_is_linear_in_the_weights, test_weighted_backward_takes_weights_of_any_dtype, test_weighted_backward_of_any_shape, test_weighted_backward_gives_the_same_three_times
# message: All are 3 times too small
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise ValueError
    c = loss_weights.double() / loss_weights.double().abs().max()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    y0, y1 = (x + w) * (w + 1), (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], [torch.full_like(y0, float(c[0])), torch.full_like(y1, float(c[1]))])
    return w.grad
