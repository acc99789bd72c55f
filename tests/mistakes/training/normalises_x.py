# exercise: E18
# caught by: ?
# message: losses|x|scaled
import torch


_real_fit = fit
def fit(x, y, **settings):
    return _real_fit((x - x.mean(0)) / x.std(0), y, **settings)
