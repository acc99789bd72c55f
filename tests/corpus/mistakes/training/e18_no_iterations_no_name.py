# exercise: E18
# caught by: test_fit_no_iterations
# held out: yes
# message: has no value yet
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    x, labels = x.detach(), y.detach().flatten().to(x.dtype)
    w = (torch.randn(d) if init_weight is None else init_weight).detach().flatten().to(x.dtype).clone().requires_grad_()
    b = torch.tensor(float(torch.randn(()) if init_bias is None else init_bias), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, labels)
        losses.append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if it % check_every == 0:
            acc = ((z >= 0) == (labels == 1)).sum().item() / n
            accs.append((it, acc))
            if acc > target_acc:
                stop = True
                break
    return {"weight": w.detach(), "bias": b.item(), "iterations": it + 1, "stopped_early": stop, "losses": losses, "accuracies": accs}
