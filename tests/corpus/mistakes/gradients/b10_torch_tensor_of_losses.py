# exercise: E02
# caught by: test_weighted_backward_of_vectors
# message: None
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("two weights")
    w = w.detach().clone().requires_grad_()
    x = x.detach()
    a, b = x + w, w + 1
    y0, y1 = a * b, a + b
    losses = torch.tensor([y0.sum(), y1.sum()], requires_grad=True)
    losses.backward(loss_weights.to(losses.dtype))
    return w.grad
