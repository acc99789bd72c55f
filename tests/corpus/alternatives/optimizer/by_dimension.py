# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    w = [p for p in model.parameters() if p.dim() > 1]
    v = [p for p in model.parameters() if p.dim() <= 1]
    return torch.optim.SGD([{"params": w}, {"params": v, "lr": b}], lr=lr, momentum=momentum)
