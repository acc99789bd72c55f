# exercise: E18
# caught by: test_fit_one_iteration, test_fit_sixty_iterations, test_fit_thousand_iterations, test_fit_early_stop, test_fit_strict_target, test_fit_momentum_zero, test_fit_float64, test_fit_label_dtypes
# message: fit does not lead where it should.
import torch


_real_fit = fit
def fit(x, y, *, init_bias=None, **settings):
    return _real_fit(x, y, init_bias=None if init_bias is None else int(init_bias), **settings)
