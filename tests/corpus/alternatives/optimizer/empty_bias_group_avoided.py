# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    groups = [{"params": [p for n, p in model.named_parameters() if "bias" not in n]}]
    groups.append(
        {
            "params": [p for n, p in model.named_parameters() if "bias" in n],
            "lr": bias_lr if bias_lr is not None else lr,
        }
    )
    return torch.optim.SGD(
        groups, lr=lr, momentum=momentum, dampening=0, weight_decay=0, nesterov=False
    )
