# exercise: E12
# caught by: test_bce_loss_columns
# message: Predictions and labels have different shapes
# ruff: noqa: F821


def bce_loss(p, y):
    return torch.nn.BCELoss()(p, y.to(p.dtype))
