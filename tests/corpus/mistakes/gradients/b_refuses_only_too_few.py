# exercise: E02
# caught by: test_weighted_backward_refuses_another_number_of_weights
# held out: yes
# message: weighted_backward returned a float32 tensor of shape (3,) where it
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) < 2:
        raise ValueError("two weights")
    c0, c1 = loss_weights[0].item(), loss_weights[1].item()
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    (c0 * (x + w) * (w + 1) + c1 * ((x + w) + (w + 1))).sum().backward()
    return w.grad
