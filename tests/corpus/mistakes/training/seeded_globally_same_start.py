# exercise: E18
# caught by: test_fit_float64
# held out: yes
# message: "weight" is a float32 tensor of shape (2,); it should have the dtype
import torch


_real_fit = fit
def fit(x, y, *, init_weight=None, init_bias=None, **settings):
    if init_weight is None:
        init_weight = torch.zeros(x.shape[1] + 1)[:x.shape[1]] + 0.1
    return _real_fit(x.float(), y, init_weight=init_weight, init_bias=init_bias, **settings)
