# exercise: E02
# caught by: test_weighted_backward_gives_the_same_three_times
# message: What was in .grad of w is added to your answer.
import torch


_real = weighted_backward
def weighted_backward(w, x, loss_weights):
    found = _real(w, x, loss_weights)
    return found if w.grad is None else found + w.grad
