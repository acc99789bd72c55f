# exercise: E18
# caught by: test_fit_check_every
# message: The losses are right, but there are 3 accuracies in place of 5
import torch


_real = fit
def fit(x, y, *, check_every=20, **settings):
    return _real(x, y, check_every=max(check_every // 10, 1) * 10, **settings)
