# exercise: E18
# caught by: test_fit_check_every
# message: ask whether it is None
import torch
from torch import nn


def fit(
    x,
    y,
    *,
    init_weight=None,
    init_bias=None,
    lr=0.01,
    momentum=0.9,
    max_iters=1000,
    check_every=20,
    target_acc=0.99,
):
    n, d = x.shape
    x, t = x.detach(), y.detach().flatten().to(x.dtype)
    w = (
        (torch.randn(d) * 0.1 if init_weight is None else init_weight.detach().flatten().clone())
        .to(x.dtype)
        .requires_grad_()
    )
    b = torch.tensor(float(init_bias or torch.randn(())), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=w.detach(),
        bias=b.item(),
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )
