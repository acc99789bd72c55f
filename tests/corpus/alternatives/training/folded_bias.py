# exercise: E18
# ruff: noqa: F821


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
    ones = torch.ones(len(x), 1, dtype=x.dtype)
    big = torch.cat([x, ones], dim=1)
    theta = torch.rand(x.shape[1] + 1, dtype=x.dtype) - 0.5
    if init_weight is not None:
        theta[:-1] = init_weight.flatten()
    if init_bias is not None:
        theta[-1] = init_bias
    theta.requires_grad_()
    opt = torch.optim.SGD([theta], lr=lr, momentum=momentum)
    out = {"losses": [], "accuracies": [], "stopped_early": False, "iterations": 0}
    bce = nn.BCELoss()
    for it in range(max_iters):
        p = torch.sigmoid(big @ theta)
        loss = bce(p, y.to(x.dtype))
        out["losses"].append(loss.item())
        opt.zero_grad()
        loss.backward()
        opt.step()
        out["iterations"] += 1
        if it % check_every == 0:
            acc = (p.ge(0.5).int() == y.int()).float().mean().item()
            out["accuracies"].append((it, acc))
            if acc > target_acc:
                out["stopped_early"] = True
                break
    out["weight"] = theta.detach()[:-1]
    out["bias"] = theta[-1].item()
    return out
