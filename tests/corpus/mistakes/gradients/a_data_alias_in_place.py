# exercise: E01
# caught by: test_graph_gradients_leave_the_arguments_alone
# message: changed
def graph_gradients(w, x):
    a = x.data.add_(w.data).clone()
    b = w.detach() + 1
    return {"w": a + b, "x": b, "a": b.clone(), "b": a}
