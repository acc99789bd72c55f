# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_in_float64_agree_with_differences
# message: nearly right
# ruff: noqa: F821


def graph_gradients(w, x):
    grads = {"w": x + 2 * w + 1, "x": w + 1, "a": w + 1, "b": x + w}
    return {key: grad.detach().round(decimals=3) for key, grad in grads.items()}
