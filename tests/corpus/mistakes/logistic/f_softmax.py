# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: probability of its own
import torch


def sigmoid(z):
    return torch.softmax(z.flatten(), 0).reshape(z.shape)
