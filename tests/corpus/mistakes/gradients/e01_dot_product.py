# exercise: E01
# caught by: test_graph_gradients_of_any_shape
# message: Elementwise it is
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a @ b
    gw, gx, ga, gb = torch.autograd.grad(y.sum(), [w, x, a, b])
    return {"w": gw, "x": gx, "a": ga, "b": gb}
