# exercise: E15
# ruff: noqa: F821


def decay_lr(optimizer, factor):
    scheduler = torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lr_lambda=lambda _: factor)
    optimizer.step_was = True
    scheduler.step()
    return scheduler.get_last_lr()
