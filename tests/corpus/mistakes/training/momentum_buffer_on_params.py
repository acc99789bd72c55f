# exercise: E18
# caught by: test_fit_one_iteration, test_fit_sixty_iterations, test_fit_thousand_iterations, test_fit_early_stop, test_fit_strict_target, test_fit_check_every, test_fit_float64, test_fit_label_dtypes
# message: The first step is (1 - momentum) times too short:
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    found = _real_fit(x, y, init_weight=init_weight, init_bias=init_bias, lr=lr * (1 - momentum), momentum=momentum, max_iters=max_iters, check_every=check_every, target_acc=target_acc)
    return found
