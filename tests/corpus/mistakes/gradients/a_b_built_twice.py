# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_in_float64_agree_with_differences, test_graph_gradients_of_any_shape, test_graph_gradients_of_used_leaves
# held out: yes
# message: autograd drops their gradients unless you ask to keep them before you
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    a.retain_grad()
    b.retain_grad()
    y = a * (w + 1)
    y.sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
