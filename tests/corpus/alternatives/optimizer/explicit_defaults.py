# exercise: E15
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = {id(m.bias) for m in model.modules() if getattr(m, "bias", None) is not None}
    common = dict(momentum=momentum, dampening=0, weight_decay=0, nesterov=False)
    first = dict(common, params=(p for p in model.parameters() if id(p) not in biases), lr=lr)
    second = dict(common, params=(p for p in model.parameters() if id(p) in biases), lr=lr if bias_lr is None else bias_lr)
    return torch.optim.SGD([second, first], lr=1.0)
