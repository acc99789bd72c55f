# exercise: E15
# caught by: test_make_optimizer_steps
# message: expected a torch.optim.SGD


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    bias_lr = lr if bias_lr is None else bias_lr
    return [
        {"params": [p], "lr": bias_lr if n.endswith("bias") else lr, "momentum": momentum}
        for n, p in model.named_parameters()
    ]
