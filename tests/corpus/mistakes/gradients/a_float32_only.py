# exercise: E01
# caught by: test_graph_gradients_in_float64_agree_with_differences
# message: float32
import torch


def graph_gradients(w, x):
    w = w.detach().float().clone().requires_grad_()
    x = x.detach().float().clone().requires_grad_()
    a, b = x + w, w + 1
    return dict(zip("wxab", torch.autograd.grad((a * b).sum(), [w, x, a, b]), strict=True))
