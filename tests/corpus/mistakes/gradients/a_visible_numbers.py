# exercise: E01
# caught by: test_graph_gradients_of_vectors, test_graph_gradients_in_float64_agree_with_differences, test_graph_gradients_of_any_shape, test_graph_gradients_of_used_leaves
# held out: yes
# message: For example,
import torch


def graph_gradients(w, x):
    one = torch.ones_like(w)
    return {"w": 5 * one, "x": 2 * one, "a": 2 * one, "b": 3 * one}
