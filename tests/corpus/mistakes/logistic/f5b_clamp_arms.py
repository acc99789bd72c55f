# exercise: E06
# caught by: test_sigmoid_slope_at_zero
# message: corner
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def sigmoid(z):
    falling = torch.exp(-F.relu(z))
    rising = torch.exp(-F.relu(-z))
    return torch.where(z >= 0, 1 / (1 + falling), rising / (1 + rising))
