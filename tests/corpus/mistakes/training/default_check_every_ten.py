# exercise: E18
# caught by: test_fit_thousand_iterations
# message: fit is right where it is told lr, momentum, max_iters, check_every,
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=10, target_acc=0.99):
    return _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr, momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)
