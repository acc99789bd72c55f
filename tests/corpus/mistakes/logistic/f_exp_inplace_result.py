# exercise: E06
# caught by: test_sigmoid_gradient, test_sigmoid_gradient_far_out, test_sigmoid_slope_at_zero, test_sigmoid_leaves_its_input_alone
# message: Make a new tensor instead; an update of parameters must not be
import torch


def sigmoid(z):
    z.clamp_(-80, 80)
    return 1 / (1 + torch.exp(-z))
