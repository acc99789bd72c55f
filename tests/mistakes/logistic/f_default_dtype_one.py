# exercise: E06
# caught by: ?
# message: float|dtype
import torch


def sigmoid(z):
    one = torch.ones(z.shape)
    return one / (one + torch.exp(-z.to(torch.float32).clamp(-80, 80)))
