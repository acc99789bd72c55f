# %% if bias_lr
# caught by: test_make_optimizer_bias_rate_zero
# message: bias_lr=0.0 is ignored: 0.0 is a valid rate; test for None.
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    biases = [p for n, p in model.named_parameters() if n.endswith("bias")]
    others = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    if bias_lr:
        return torch.optim.SGD(
            [{"params": others}, {"params": biases, "lr": bias_lr}], lr=lr, momentum=momentum
        )
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


# %% generator spent
# caught by: test_make_optimizer_steps
# message: The list of parameters is empty. model.parameters() is a generator, to be walked through
#     only once: make a list of it.
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = model.named_parameters()
    biases = [p for n, p in named if n.endswith("bias")]
    others = [p for n, p in named if not n.endswith("bias")]
    return torch.optim.SGD(others, lr=lr, momentum=momentum)


# %% bias by size
# caught by: test_make_optimizer_holds_each_once
# message: The bias is told by its size: the weight of a single feature is one number too. Look at
#     the name.
def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    b = lr if bias_lr is None else bias_lr
    return torch.optim.SGD(
        [{"params": [p], "lr": b if p.numel() == 1 else lr} for p in model.parameters()],
        lr=lr,
        momentum=momentum,
    )


# %% decay multiplies optimizer.lr
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: The rate lives in param_groups, there is no optimizer.lr.
def decay_lr(optimizer, factor):
    optimizer.lr *= factor
    return [g["lr"] for g in optimizer.param_groups]


# %% decay only told
# caught by: test_decay_lr_changes_every_rate, test_decay_lr_returns_rates
# message: decay_lr returns new rates but the groups keep the old ones: write them into
#     param_groups.
def decay_lr(optimizer, factor):
    return [g["lr"] * factor for g in optimizer.param_groups]
