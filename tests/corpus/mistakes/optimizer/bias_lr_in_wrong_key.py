# exercise: E15
# caught by: test_make_optimizer_bias_rate, test_make_optimizer_bias_rate_zero, test_decay_lr_steps, test_decay_lr_returns_rates
# held out: yes
# message: the bias moves with the rate of the weight
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "rate": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)
