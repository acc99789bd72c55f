# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: straight line
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.hardsigmoid(z)
