# %% logarithms of 0
# caught by: test_bce_loss_certain
# message: 0 * log(0) is nan, and log(0) alone is -inf: clamp p or the logs.
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * torch.log(p) + (1 - y) * torch.log(1 - p)).mean()


# %% clamped logs
# caught by: test_bce_loss_certain_gradient
# message: The loss is finite, but its gradient is nan where p is exactly 0 or 1: the logarithm is
#     differentiated although its value is cut off afterwards. Clamp p before the logarithm.
def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100)).mean()


# %% class balanced
# caught by: test_bce_loss_values
# message: The two classes are averaged apart. All samples count alike: one mean of all.
from torch import nn


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("counts")
    p, y = p.flatten(), y.flatten()
    one, zero = p[y == 1].clamp(1e-12, 1), (1 - p[y == 0]).clamp(1e-12, 1)
    parts = [-t.log().mean() for t in (one, zero) if len(t)]
    return sum(parts) / len(parts)
