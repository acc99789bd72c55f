# exercise: E01
# caught by: test_graph_gradients_leave_the_arguments_alone
# held out: yes
# message: The .grad of argument 1 of graph_gradients has changed.
import torch


def graph_gradients(w, x):
    for t in (w, x):
        if t.grad is not None:
            t.grad.zero_()
    w, x = w.detach().clone().requires_grad_(), x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b])))
