# exercise: E18
# caught by: test_fit_momentum_zero
# message: fit does not lead where it should.
import torch


_real = fit
def fit(x, y, *, momentum=0.9, **settings):
    return _real(x, y, momentum=momentum or 0.9, **settings)
