# exercise: E18
import torch


from collections import defaultdict


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    n, d = x.shape
    design = torch.cat([x.detach(), torch.ones(n, 1, dtype=x.dtype)], dim=1)
    theta = torch.zeros(d + 1, dtype=x.dtype).uniform_(-0.5, 0.5)
    if init_weight is not None:
        theta[:d] = init_weight.detach().reshape(d)
    if init_bias is not None:
        theta[d] = init_bias
    theta.requires_grad_()
    target = y.reshape(n).to(x.dtype)
    run, velocity, stop = defaultdict(list), torch.zeros(d + 1, dtype=x.dtype), False
    for it in range(max_iters):
        z = design @ theta
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, target)
        (g,) = torch.autograd.grad(loss, theta)
        run["losses"].append(loss.item())
        if it % check_every == 0:
            share = int(((z >= 0) == (target == 1)).sum()) / n
            run["accuracies"].append([it, share])
            stop = share > target_acc
        velocity = g.add(velocity, alpha=momentum)
        theta = theta.detach().sub(velocity, alpha=lr).requires_grad_()
        if stop:
            break
    final = theta.detach()
    return {"weight": final[:d].clone(), "bias": float(final[d]), "iterations": len(run["losses"]), "stopped_early": stop, "losses": run["losses"], "accuracies": run["accuracies"]}
