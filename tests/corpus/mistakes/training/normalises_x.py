# exercise: E18
# caught by: test_fit_one_iteration, test_fit_sixty_iterations, test_fit_thousand_iterations, test_fit_early_stop, test_fit_strict_target, test_fit_check_every, test_fit_momentum_zero, test_fit_float64, test_fit_label_dtypes
# message: samples are scaled
import torch


_real_fit = fit
def fit(x, y, **settings):
    return _real_fit((x - x.mean(0)) / x.std(0), y, **settings)
