# exercise: E06
# caught by: test_sigmoid_values_in_float64, test_sigmoid_of_any_shape, test_sigmoid_far_out, test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_slope_at_zero
# message: sigmoid returned a tensor of dtype float32, expected float64.
import torch


def sigmoid(z):
    one = torch.ones(z.shape)
    return one / (one + torch.exp(-z.to(torch.float32).clamp(-80, 80)))
