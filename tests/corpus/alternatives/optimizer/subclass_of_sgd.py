# exercise: E15
import torch


class _SGD(torch.optim.SGD):
    """SGD that knows which of its parameters is the bias."""

    def __init__(self, model, lr, momentum, bias_lr):
        rate = {True: lr if bias_lr is None else bias_lr, False: lr}
        groups = [{"params": [p], "lr": rate[n.rpartition(".")[2] == "bias"]} for n, p in model.named_parameters()]
        super().__init__(groups, lr=lr, momentum=momentum)


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return _SGD(model, lr, momentum, bias_lr)
