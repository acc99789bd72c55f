# exercise: E01
# caught by: test_graph_gradients_of_used_leaves
# message: What was in .grad of the arguments is added to your answer.
import torch


_real = graph_gradients
def graph_gradients(w, x):
    found = _real(w, x)
    for key, leaf in (("w", w), ("x", x)):
        if leaf.grad is not None:
            found[key] = found[key] + leaf.grad
    return found
