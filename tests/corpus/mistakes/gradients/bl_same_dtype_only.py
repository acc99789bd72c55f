# exercise: E02b
# caught by: test_backward_losses_in_float64_agree_with_differences
# message: digits were lost to an added eps or a conversion to float32
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [
        torch.as_tensor(c).float().expand_as(loss) for loss, c in zip(losses, weights, strict=True)
    ]
    torch.autograd.backward(losses, grad_tensors=starts)
