# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: path through b
def graph_gradients(w, x):
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": b, "x": b, "a": b, "b": a}
