# exercise: E15
# caught by: test_make_optimizer_steps
# held out: yes
# message: For example,
import torch


def make_optimizer(model, lr=0.1, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)
