# exercise: E15
# caught by: test_make_optimizer_steps, test_make_optimizer_bias_rate, test_decay_lr_steps, test_decay_lr_returns_rates
# message: The group of the bias has no momentum:
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w, "momentum": momentum}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr)
