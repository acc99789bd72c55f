# exercise: E15
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    sgd = torch.optim.SGD(others, lr=lr, momentum=momentum)
    sgd.add_param_group({"params": biases, "lr": lr if bias_lr is None else bias_lr})
    return sgd
