# exercise: E18
# caught by: test_fit_sixty_iterations, test_fit_one_iteration
# message: weights of the best accuracy
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
    b = torch.tensor(
        float(torch.randn(()) if init_bias is None else init_bias),
        dtype=x.dtype,
        requires_grad=True,
    )
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    best, kept = -1.0, (w.detach().clone(), b.item())
    for it in range(max_iters):
        z = x @ w + b
        loss = nn.functional.binary_cross_entropy_with_logits(z, t)
        losses.append(loss.item())
        if it % check_every == 0:
            acc = ((z >= 0) == t.bool()).sum().item() / n
            accs.append((it, acc))
            stop = acc > target_acc
            if acc > best:
                best, kept = acc, (w.detach().clone(), b.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if stop:
            break
    return dict(
        weight=kept[0],
        bias=kept[1],
        iterations=len(losses),
        stopped_early=stop,
        losses=losses,
        accuracies=accs,
    )
