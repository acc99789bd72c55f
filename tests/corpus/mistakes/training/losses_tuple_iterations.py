# exercise: E18
# caught by: test_fit_one_iteration, test_fit_sixty_iterations, test_fit_thousand_iterations, test_fit_early_stop, test_fit_strict_target, test_fit_check_every, test_fit_momentum_zero, test_fit_float64, test_fit_label_dtypes, test_fit_learns_from_random_start
# held out: yes
# message: "losses" holds a tuple of 2, expected floats
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = list(enumerate(found["losses"]))
    return found
