# exercise: E18
# caught by: test_fit_check_every, test_fit_early_stop, test_fit_float64, test_fit_label_dtypes, test_fit_momentum_zero, test_fit_one_iteration, test_fit_sixty_iterations, test_fit_strict_target, test_fit_thousand_iterations
# message: The weights of the lowest loss
import torch
from torch import nn


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    x, labels = x.detach(), y.detach().flatten().to(x.dtype)
    w = (torch.randn(d) if init_weight is None else init_weight).detach().flatten().to(x.dtype).clone().requires_grad_()
    b = torch.tensor(float(torch.randn(()) if init_bias is None else init_bias), dtype=x.dtype, requires_grad=True)
    opt = torch.optim.SGD([w, b], lr=lr, momentum=momentum)
    losses, accs, stop = [], [], False
    best = (float("inf"), w.detach().clone(), b.item())
    for it in range(max_iters):
        z = x @ w + b
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, labels)
        losses.append(loss.item())
        if losses[-1] < best[0]:
            best = (losses[-1], w.detach().clone(), b.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        if it % check_every == 0:
            acc = ((z >= 0) == (labels == 1)).sum().item() / n
            accs.append((it, acc))
            if acc > target_acc:
                stop = True
                break
    return {"weight": best[1], "bias": best[2], "iterations": len(losses), "stopped_early": stop, "losses": losses, "accuracies": accs}
