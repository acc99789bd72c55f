# %% sigmoid then bce
# caught by: test_bce_with_logits_far_out, test_bce_with_logits_gradient
# message: At z=1000 the loss is 100 and the gradient is 0: the sigmoid has rounded to 1 and the
#     loss can no longer see how wrong it is. Start from z.
import torch.nn.functional as F


def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return F.binary_cross_entropy(torch.sigmoid(z), y)


# %% log1p of exp
# caught by: test_bce_with_logits_far_out
# message: exp(89) overflows in float32: write log(1 + e^z) in a form in which exp never meets a
#     large number.
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (torch.log1p(torch.exp(z)) - z * y).mean()


# %% clamp and abs
# caught by: test_bce_with_logits_slope_at_zero
# message: Values are right everywhere; at exactly z=0 autograd picks one-sided slopes of clamp and
#     abs. Use a form without such corners, such as logaddexp.
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return (z.clamp(min=0) - z * y + torch.log1p(torch.exp(-z.abs()))).mean()


# %% where with overflow
# caught by: test_bce_with_logits_gradient
# message: where picks values, but both branches are differentiated, and exp overflows in the unused
#     one: the gradient is nan. Make that branch harmless first.
def bce_with_logits(z, y):
    if z.numel() != y.numel():
        raise ValueError("sizes")
    z, y = z.flatten(), y.flatten().to(z.dtype)
    return torch.where(
        z >= 0, z - z * y + torch.log1p(torch.exp(-z)), -z * y + torch.log1p(torch.exp(z))
    ).mean()
