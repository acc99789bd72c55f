# exercise: E18
# caught by: test_fit_changes_nothing
# message: left over from the call before


_V = {}


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    n, d = x.shape
    a = torch.cat([x.detach(), torch.ones(n, 1, dtype=x.dtype)], dim=1)
    t = y.detach().flatten().to(x.dtype)
    theta = torch.randn(d + 1, dtype=x.dtype)
    if init_weight is not None:
        theta[:d] = init_weight.detach().flatten()
    if init_bias is not None:
        theta[d] = init_bias
    v = _V.setdefault((d, x.dtype), torch.zeros_like(theta))
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        z = a @ theta
        losses.append(nn.functional.binary_cross_entropy_with_logits(z, t).item())
        v.mul_(momentum).add_(a.T @ (torch.sigmoid(z) - t) / n)
        theta = theta - lr * v
        if it % check_every == 0:
            acc = ((z >= 0) == (t == 1)).sum().item() / n
            accuracies.append((it, acc))
            if acc > target_acc:
                stopped = True
                break
    return {"weight": theta[:d].clone(), "bias": theta[d].item(), "iterations": len(losses),
            "stopped_early": stopped, "losses": losses, "accuracies": accuracies}
