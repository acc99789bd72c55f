# exercise: E01
import torch


def graph_gradients(w, x):
    w = w if w.requires_grad else w.clone().requires_grad_()
    x = x if x.requires_grad else x.clone().requires_grad_()
    a = x + w
    b = w + 1
    gw, gx, ga, gb = torch.autograd.grad([(a * b).sum()], (w, x, a, b))
    return dict(w=gw, x=gx, a=ga, b=gb)
