# %% second index missing for a row
# caught by: test_boundary_x2_kind
# message: A weight of shape (1, 2) is not handled: nn.Linear keeps its weight like that. Flatten it
#     first.
def boundary_x2(weight, bias, x1):
    w0, w1 = weight[0], weight[1]
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1


# %% row only
# caught by: test_boundary_x2_values
# message: A weight of shape (2,) is not handled: flatten it first, then both shapes are the same.
def boundary_x2(weight, bias, x1):
    w0, w1 = weight[0][0], weight[0][1]
    if w1 == 0:
        raise ValueError
    return -(w0 * x1 + bias) / w1


# %% p = 0.5 taken for z
# caught by: test_boundary_x2_values, test_boundary_x2_kind
# message: p = 0.5 means w.x + b = 0, not 0.5: the sigmoid of 0 is one half.
def boundary_x2(weight, bias, x1):
    w0, w1 = weight.flatten().tolist()
    if w1 == 0:
        raise ValueError("vertical")
    return (0.5 - w0 * x1 - bias) / w1
