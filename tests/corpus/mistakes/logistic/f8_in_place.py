# exercise: E06
# caught by: test_sigmoid_leaves_its_input_alone, test_sigmoid_values
# message: changed
import torch


def sigmoid(z):
    if z.requires_grad:
        return torch.sigmoid(z)
    return z.neg_().exp_().add_(1).reciprocal_()
