# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: start of the way back
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    found = torch.autograd.grad(y, [w, x, a, b], grad_outputs=y.detach())
    return dict(zip("wxab", found, strict=True))
