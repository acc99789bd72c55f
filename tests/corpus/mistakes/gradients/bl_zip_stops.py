# exercise: E02b
# caught by: test_backward_losses_refuse_another_number_of_weights
# message: zip
import torch


def backward_losses(losses, weights):
    total = sum((c * loss).sum() for loss, c in zip(losses, weights))  # noqa: B905
    if isinstance(total, torch.Tensor):
        total.backward()
