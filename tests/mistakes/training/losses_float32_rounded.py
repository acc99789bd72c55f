# exercise: E18
# caught by: ?
# message: losses|precis|digits
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = [round(v, 4) for v in found["losses"]]
    return found
