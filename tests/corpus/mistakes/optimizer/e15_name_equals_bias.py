# exercise: E15
# caught by: test_make_optimizer_holds_each_once
# message: look at how a name ends
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr is None:
        bias_lr = lr
    groups = [
        {"params": [p], "lr": bias_lr if name == "bias" else lr}
        for name, p in model.named_parameters()
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)


def decay_lr(optimizer, factor):
    for group in optimizer.param_groups:
        group["lr"] *= factor
    return [group["lr"] for group in optimizer.param_groups]
