# exercise: E18
# caught by: test_fit_float64
# message: keep the dtype of x all the way, and round nothing
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = [round(v, 4) for v in found["losses"]]
    return found
