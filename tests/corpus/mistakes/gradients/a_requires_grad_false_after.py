# exercise: E01
# caught by: test_graph_gradients_leave_the_arguments_alone
# held out: yes
# message: Argument 1 of graph_gradients came back with requires_grad=False.
import torch


def graph_gradients(w, x):
    old = w.grad, x.grad
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    w.requires_grad_(False)
    x.requires_grad_(False)
    return dict(zip("wxab", found))
