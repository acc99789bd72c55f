# exercise: E18
# caught by: test_fit_label_dtypes
# message: convert it to a number type first
import torch


_real = fit
def fit(x, y, **settings):
    return _real(x, 1 - (1 - y), **settings)
