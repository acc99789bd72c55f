# exercise: E15
# caught by: test_make_optimizer_holds_each_once
# message: The optimizer holds the bias 0 times.
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    if bias_lr == 0.0:
        return torch.optim.SGD([p for n, p in model.named_parameters() if not n.endswith("bias")], lr=lr, momentum=momentum)
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "lr": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)
