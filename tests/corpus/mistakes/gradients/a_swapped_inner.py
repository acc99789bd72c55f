# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_of_any_shape
# message: exchanged
def graph_gradients(w, x):
    a, b = (x + w).detach(), (w + 1).detach()
    return {"w": a + b, "x": b, "a": a, "b": b}
