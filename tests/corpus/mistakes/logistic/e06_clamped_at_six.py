# exercise: E06
# caught by: test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_of_any_shape, test_sigmoid_values, test_sigmoid_values_in_float64
# message: wrong far from 0
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z.clamp(-6, 6)))
