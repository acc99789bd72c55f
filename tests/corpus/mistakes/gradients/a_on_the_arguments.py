# exercise: E01
# caught by: test_graph_gradients_of_used_leaves, test_graph_gradients_leave_the_arguments_alone
# message: leaves of your own
def graph_gradients(w, x):
    w.requires_grad_()
    x.requires_grad_()
    a, b = x + w, w + 1
    a.retain_grad()
    b.retain_grad()
    (a * b).sum().backward()
    return {"w": w.grad, "x": x.grad, "a": a.grad, "b": b.grad}
