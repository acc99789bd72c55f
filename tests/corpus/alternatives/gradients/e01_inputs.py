# exercise: E01
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    (a * b).sum().backward(inputs=[w, x, a, b])
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
