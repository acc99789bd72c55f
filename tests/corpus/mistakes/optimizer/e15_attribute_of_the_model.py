# exercise: E15
# caught by: test_make_optimizer_holds_each_once
# message: inside another module
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": [model.weight]}, {"params": [model.bias], "lr": bias_lr}],
        lr=lr,
        momentum=momentum,
    )
