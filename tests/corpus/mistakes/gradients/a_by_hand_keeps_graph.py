# exercise: E01
# caught by: test_graph_gradients_are_plain
# message: carries a graph
def graph_gradients(w, x):
    a, b = x + w, w + 1
    return {"w": a + b, "x": b, "a": b, "b": a}
