# %% none retained
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind,
#     test_graph_gradients_of_vectors
# message: The gradients of "a" and "b" came back as None or as a stand-in. They are inner nodes:
#     autograd drops their gradients unless you ask to keep them before you go backward.
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}


# %% one path of w
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind,
#     test_graph_gradients_of_vectors
# message: The gradient of "w" misses the path through b: w feeds both a and b, and both paths add
#     up. Was b, or w on the way to it, detached?
def graph_gradients(w, x):
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": b, "x": b, "a": b, "b": a}


# %% starts from y
# caught by: test_graph_gradients_are_plain, test_graph_gradients_kind,
#     test_graph_gradients_of_vectors
# message: These are the gradients of the sum of y squared: the start of the way back is 1 for every
#     entry, not y itself.
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    found = torch.autograd.grad(y, [w, x, a, b], grad_outputs=y.detach())
    return dict(zip("wxab", found, strict=True))
