# exercise: E18
# caught by: ?
# message: bias|start
import torch


_real_fit = fit
def fit(x, y, *, init_bias=None, **settings):
    return _real_fit(x, y, init_bias=None if init_bias is None else int(init_bias), **settings)
