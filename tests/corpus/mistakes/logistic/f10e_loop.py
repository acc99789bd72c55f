# exercise: E06
# caught by: test_sigmoid_of_any_shape, test_sigmoid_gradient
# message: The result is cut from the graph (detach, .data, item, numpy,
import torch


def sigmoid(z):
    out = torch.zeros_like(z)
    for i in range(len(z)):
        out[i] = torch.sigmoid(z[i]).item()
    return out
