# exercise: E01
# caught by: test_graph_gradients_of_any_shape
# message: expected shape ()
import torch


def graph_gradients(w, x):
    w = torch.atleast_1d(w.detach().clone()).requires_grad_()
    x = torch.atleast_1d(x.detach().clone()).requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))
