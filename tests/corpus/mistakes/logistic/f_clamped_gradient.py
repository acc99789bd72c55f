# exercise: E06
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_slope_at_zero
# message: something cuts them from the graph of z (no_grad, detach, item,
import torch


def sigmoid(z):
    with torch.no_grad():
        value = torch.sigmoid(z)
    return value + 0 * z
