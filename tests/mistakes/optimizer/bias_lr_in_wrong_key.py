# exercise: E15
# caught by: ?
# message: rate|bias
import torch


def make_optimizer(model, lr=0.01, momentum=0.9, bias_lr=None):
    w = [p for n, p in model.named_parameters() if not n.endswith("bias")]
    b = [p for n, p in model.named_parameters() if n.endswith("bias")]
    return torch.optim.SGD([{"params": w}, {"params": b, "rate": lr if bias_lr is None else bias_lr}], lr=lr, momentum=momentum)
