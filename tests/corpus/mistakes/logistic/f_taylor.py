# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_values_in_float64, test_sigmoid_of_any_shape, test_sigmoid_gradient
# held out: yes
# message: For example,
import torch


def sigmoid(z):
    return torch.where(z.abs() < 6, 0.5 + 0.5 * torch.tanh(z / 2), (z > 0).to(z.dtype))
