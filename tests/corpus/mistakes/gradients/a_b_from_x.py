# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: yours is x + 1
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, x + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))
