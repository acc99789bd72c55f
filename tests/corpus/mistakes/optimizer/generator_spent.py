# exercise: E15
# caught by: test_make_optimizer_steps
# message: generator
# ruff: noqa: F821, F841


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    named = model.named_parameters()
    biases = [p for n, p in named if n.endswith("bias")]
    others = [p for n, p in named if not n.endswith("bias")]
    return torch.optim.SGD(others, lr=lr, momentum=momentum)
