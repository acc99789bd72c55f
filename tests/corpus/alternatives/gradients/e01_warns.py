# exercise: E01
import torch


def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    import warnings

    warnings.warn("a grad that is none of a leaf's", UserWarning, stacklevel=1)
    print("loud")
    y = a * b
    found = torch.autograd.grad([y], [w, x, a, b], grad_outputs=[torch.ones_like(y)])
    return dict(zip(["w", "x", "a", "b"], found, strict=True))
