# exercise: E18
# caught by: ?
# message: ?
import torch


_real = fit
def fit(x, y, *, check_every=20, **settings):
    return _real(x, y, check_every=max(check_every // 10, 1) * 10, **settings)
