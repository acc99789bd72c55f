# exercise: E15
# caught by: test_make_optimizer_holds_each_once
# message: has one axis as a bias has


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    groups = [{"params": [p], "lr": bias_lr if p.ndim == 1 else lr} for p in model.parameters()]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)
