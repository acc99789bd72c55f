# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: freed the graph
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    s = (a * b).sum()
    return {k: torch.autograd.grad(s, v)[0] for k, v in zip("wxab", [w, x, a, b], strict=True)}
