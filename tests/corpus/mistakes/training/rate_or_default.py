# exercise: E17
# caught by: test_train_step_rate_zero
# message: The rate is the optimizer's own business, and 0 is one
import torch


_real = train_step
def train_step(model, x, y, optimizer):
    for group in optimizer.param_groups:
        group["lr"] = group["lr"] or 0.01
    return _real(model, x, y, optimizer)
