# exercise: E18


def _updates(a, t, theta, lr, momentum):
    def cost(theta):
        z = a @ theta
        return nn.functional.binary_cross_entropy_with_logits(z, t), z

    slope = torch.func.grad_and_value(cost, has_aux=True)
    velocity = None
    while True:
        grad, (loss, z) = slope(theta)
        velocity = grad if velocity is None else momentum * velocity + grad
        theta = theta - lr * velocity
        yield theta, loss.item(), z


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000,
        check_every=20, target_acc=0.99):
    from itertools import islice

    d = x.shape[1]
    rand = torch.randn(d + 1)
    start = rand[:d] if init_weight is None else init_weight.detach().reshape(d)
    shift = rand[d].item() if init_bias is None else float(init_bias)
    theta = torch.cat([start.to(x.dtype), torch.tensor([shift], dtype=x.dtype)])
    a = nn.functional.pad(x.detach(), (0, 1), value=1.0)
    t = y.detach().reshape(-1).to(x.dtype)
    losses, seen, stop = [], [], False
    for it, (theta, loss, z) in enumerate(islice(_updates(a, t, theta, lr, momentum), max_iters)):
        losses.append(loss)
        if not it % check_every:
            hits = torch.logical_xor(z >= 0, t != 1).sum().item()
            seen.append((it, hits / len(t)))
            stop = hits / len(t) > target_acc
            if stop:
                break
    *w, b = theta.tolist()
    return {"weight": torch.tensor([w], dtype=x.dtype), "bias": b, "iterations": len(losses),
            "stopped_early": stop, "losses": losses, "accuracies": seen}
