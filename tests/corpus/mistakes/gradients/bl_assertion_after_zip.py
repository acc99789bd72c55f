# exercise: E02b
# caught by: test_backward_losses_refuse_another_number_of_weights
# held out: yes
# message: backward_losses accepted two losses with 3 weights.
import torch


def backward_losses(losses, weights):
    pairs = list(zip(losses, weights))
    assert len(pairs) == len(losses)
    torch.autograd.backward([l for l, _ in pairs], [w * torch.ones_like(l) for l, w in pairs])
