# exercise: E18
# caught by: ?
# message: pairs|losses
import torch


_real_fit = fit
def fit(x, y, **settings):
    found = _real_fit(x, y, **settings)
    found["losses"] = list(enumerate(found["losses"]))
    return found
