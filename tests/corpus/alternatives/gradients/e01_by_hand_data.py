# exercise: E01
def graph_gradients(w, x):
    w, x = w.data, x.data
    return {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w, "y": (x + w) * (w + 1)}
