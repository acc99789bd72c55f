# exercise: E15


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    from itertools import groupby

    if bias_lr in (None, lr):
        return torch.optim.SGD(model.parameters(), lr, momentum)

    def is_bias(pair):
        return pair[0].endswith("bias")

    named = sorted(model.named_parameters(), key=is_bias)
    groups = [
        dict(params=[p for _, p in pairs], lr=(lr, bias_lr)[bias])
        for bias, pairs in groupby(named, is_bias)
    ]
    return torch.optim.SGD(groups, lr=lr, momentum=momentum)
