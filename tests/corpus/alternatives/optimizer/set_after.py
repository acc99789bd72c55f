# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    sgd = torch.optim.SGD(
        [{"params": others}, {"params": biases}], lr=lr, momentum=momentum, foreach=False
    )
    if bias_lr is not None:
        sgd.param_groups[1]["lr"] = bias_lr
    return sgd
