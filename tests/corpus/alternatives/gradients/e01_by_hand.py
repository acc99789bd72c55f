# exercise: E01
import torch


@torch.no_grad()
def graph_gradients(w, x):
    a, b = x + w, w + 1
    return {"w": a + b, "x": b, "a": b, "b": a}
