# exercise: E01
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    found = {}
    for key, tensor in (("w", w), ("x", x), ("a", a), ("b", b)):
        tensor.register_hook(lambda grad, key=key: found.__setitem__(key, grad.clone()))
    (a * b).sum().backward()
    return found
