# exercise: E06
# caught by: ?
# message: gradient|slope
import torch


def sigmoid(z):
    with torch.no_grad():
        value = torch.sigmoid(z)
    return value + 0 * z
