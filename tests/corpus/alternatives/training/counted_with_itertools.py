# exercise: E18
import torch


from itertools import count


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    net = torch.nn.Sequential(torch.nn.Linear(x.shape[1], 1), torch.nn.Flatten(0)).to(x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net[0].weight[:] = init_weight
        if init_bias is not None:
            net[0].bias[:] = init_bias
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    y = y.detach().to(x.dtype)
    losses, seen = [], {}
    for it in count():
        if it == max_iters or any(a > target_acc for a in seen.values()):
            break
        sgd.zero_grad()
        z = net(x)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y)
        loss.backward()
        if it % check_every == 0:
            seen[it] = torch.sum((z > -1e-30) == y.bool()).item() / y.shape[0]
        losses.append(loss.item())
        sgd.step()
    return {
        "weight": net[0].weight.detach(), "bias": net[0].bias.item(), "iterations": len(losses), "losses": losses,
        "accuracies": list(seen.items()), "stopped_early": bool(seen) and max(seen.values()) > target_acc,
    }
