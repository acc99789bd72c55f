# exercise: E12
# caught by: test_bce_loss_columns
# message: hold the same number of samples
# ruff: noqa: F821


def bce_loss(p, y):
    return torch.nn.BCELoss()(p, y.to(p.dtype))
