import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    y.sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}


def weighted_backward(w, x, loss_weights):
    w = w.detach().clone().requires_grad_()
    y0 = (x + w) * (w + 1)
    y1 = (x + w) + (w + 1)
    torch.autograd.backward([y0, y1], grad_tensors=loss_weights)
    return w.grad


def backward_n_times(x, n):
    x = x.detach().clone().requires_grad_()
    z = (x**3).sum()
    out = []
    for _ in range(n):
        z.backward(retain_graph=True)
        out.append(x.grad)
    return out
