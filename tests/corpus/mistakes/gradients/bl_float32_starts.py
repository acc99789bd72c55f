# exercise: E02b
# caught by: test_backward_losses_in_float64_agree_with_differences
# held out: yes
# message: digits were lost to an added eps or a conversion to float32
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.as_tensor(w, dtype=torch.float32).expand(l.shape).to(l.dtype) for l, w in zip(losses, weights)]
    torch.autograd.backward(list(losses), starts)
