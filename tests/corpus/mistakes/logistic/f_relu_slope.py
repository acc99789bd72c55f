# exercise: E06
# caught by: test_sigmoid_gradient_far_out
# message: autograd goes back through both arms, and inf in the arm that was
import torch


def sigmoid(z):
    e = torch.exp(-torch.relu(z)) 
    return torch.where(z >= 0, 1 / (1 + torch.exp(-z)), torch.exp(z) / (1 + torch.exp(z)))
