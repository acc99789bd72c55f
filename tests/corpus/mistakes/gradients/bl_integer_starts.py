# exercise: E02b
# caught by: test_backward_losses_take_integers_and_zero, test_backward_losses_of_scalars
# message: Bring one to the dtype of the other
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        c if isinstance(c, torch.Tensor) else torch.tensor(c).expand(loss.shape)
        for loss, c in zip(losses, weights, strict=True)
    ]
    total = torch.stack(
        [
            torch.linalg.vecdot(loss.flatten(), c.flatten())
            for loss, c in zip(losses, starts, strict=True)
        ]
    )
    total.sum().backward()
