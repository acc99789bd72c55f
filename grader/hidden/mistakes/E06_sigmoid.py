# %% inf over inf
# caught by: test_sigmoid_far_out
# message: inf / inf is nan at large z: rewrite it so that exp never sees a large positive number.
import torch


def sigmoid(z):
    return torch.exp(z) / (1 + torch.exp(z))


# %% textbook formula overflows
# caught by: test_sigmoid_gradient_far_out
# message: The value is right, but its gradient is lost where exp(-z) overflows at very negative z:
#     there, use the form with exp(z).
import torch


def sigmoid(z):
    return 1 / (1 + torch.exp(-z))


# %% mask product
# caught by: test_sigmoid_far_out
# message: 0 times inf is nan: multiplying with a mask does not hide an overflow. Choose with
#     torch.where, and make both arms harmless.
import torch


def sigmoid(z):
    positive = (z >= 0).to(z.dtype)
    small = torch.exp(z)
    return positive / (1 + torch.exp(-z)) + (1 - positive) * small / (1 + small)


# %% abs
# caught by: test_sigmoid_slope_at_zero
# message: Right everywhere except the slope at exactly z = 0: abs, relu and clamp have a corner
#     there, so training from zero weights would not start as it should. Choose the sign with
#     torch.where.
import torch


def sigmoid(z):
    small = torch.exp(-z.abs())
    return torch.where(z >= 0, 1 / (1 + small), small / (1 + small))
