# exercise: E18
# caught by: test_fit_strict_target
# message: the target ended the run, although that was in the very last iteration
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["stopped_early"] = found["iterations"] < settings.get("max_iters", 1000)
    return found
