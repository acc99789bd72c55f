# exercise: E01
# caught by: test_graph_gradients_in_float64_agree_with_differences
# message: "w" is a tensor of dtype float32, expected float64
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: torch.tensor(g.tolist()) for k, g in zip("wxab", found)}
