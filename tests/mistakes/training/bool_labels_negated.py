# exercise: E18
# caught by: ?
# message: ?
import torch


_real = fit
def fit(x, y, **settings):
    return _real(x, 1 - (1 - y), **settings)
