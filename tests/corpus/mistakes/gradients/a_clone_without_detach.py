# exercise: E01
# caught by: test_graph_gradients_of_used_leaves
# message: detach it first
def graph_gradients(w, x):
    w = w.clone().requires_grad_()
    x = x.clone().requires_grad_()
    a, b = x + w, w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
