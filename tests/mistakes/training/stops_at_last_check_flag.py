# exercise: E18
# caught by: ?
# message: stopped_early
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["stopped_early"] = found["iterations"] < settings.get("max_iters", 1000)
    return found
