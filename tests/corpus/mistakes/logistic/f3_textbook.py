# exercise: E06
# caught by: test_sigmoid_gradient_far_out
# message: very negative z
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z))
