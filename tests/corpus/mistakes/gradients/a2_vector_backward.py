# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: one number by itself
def graph_gradients(w, x):
    w = w.detach().clone().requires_grad_()
    x = x.detach().clone().requires_grad_()
    a = x + w
    b = w + 1
    y = a * b
    a.retain_grad()
    b.retain_grad()
    y.backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
