# exercise: E15
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    groups = [{"params": [p]} for p in model.parameters()]
    optimizer = torch.optim.SGD(groups, lr, momentum)
    if bias_lr is not None:
        for (name, _), group in zip(model.named_parameters(), optimizer.param_groups):
            if "bias" in name:
                group.update(lr=bias_lr)
    return optimizer


def decay_lr(optimizer, factor):
    return [group.__setitem__("lr", group["lr"] * factor) or group["lr"] for group in optimizer.param_groups]
