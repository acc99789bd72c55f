# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_in_float64_agree_with_differences, test_graph_gradients_of_any_shape, test_graph_gradients_of_used_leaves
# message: For example,
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = (x + w).detach().requires_grad_()
    b = (w + 1).detach().requires_grad_()
    (a * b).sum().backward()
    return {"w": a.grad, "x": b.grad, "a": a.grad, "b": b.grad}
