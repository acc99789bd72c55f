# exercise: E15
# caught by: test_make_optimizer_steps
# message: For example,
# ruff: noqa: F821


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    return torch.optim.SGD(
        [p.detach().clone().requires_grad_() for p in model.parameters()], lr=lr, momentum=momentum
    )
