# exercise: E06
# caught by: test_sigmoid_values, test_sigmoid_of_any_shape
# message: logarithm
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    return F.logsigmoid(z)
