# exercise: E01
# caught by: test_graph_gradients_of_vectors
# message: "w" is a float32 tensor of shape (), expected shape (1,)
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a, b = x + w, w + 1
    found = torch.autograd.grad((a * b).sum(), [w, x, a, b])
    return {k: g.squeeze() for k, g in zip("wxab", found)}
