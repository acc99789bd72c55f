# exercise: E18
# caught by: test_fit_learns_from_random_start
# message: Without a given start fit does not make the number of updates asked
import torch


_real = fit
def fit(x, y, *, init_weight=None, init_bias=None, max_iters=1000, **settings):
    if init_weight is None and init_bias is None:
        max_iters = max_iters // 2
    return _real(x, y, init_weight=init_weight, init_bias=init_bias, max_iters=max_iters, **settings)
