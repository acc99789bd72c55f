# exercise: E01
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: requires_grad
import torch


def graph_gradients(w, x):
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))
