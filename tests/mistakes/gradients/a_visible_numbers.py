# exercise: E01
# caught by: ?
# message: number|value|wrong
import torch


def graph_gradients(w, x):
    one = torch.ones_like(w)
    return {"w": 5 * one, "x": 2 * one, "a": 2 * one, "b": 3 * one}
