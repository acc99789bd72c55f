import torch
import torch.nn.functional as F


def accuracy(p, y, threshold=0.5):
    p, y = p.reshape(-1), y.reshape(-1)
    if len(p) == 0:
        raise ValueError("no samples")
    return ((p >= threshold) == (y > 0.5)).sum().item() / len(p)


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = F.binary_cross_entropy(model(x).reshape(-1), y.reshape(-1).to(x.dtype))
    loss.backward()
    optimizer.step()
    return loss.item()


def fit(
    x, y, *, init_weight=None, init_bias=None,
    lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99,
):  # fmt: skip
    layer = torch.nn.Linear(x.shape[1], 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            layer.weight.copy_(init_weight.reshape(1, -1))
        if init_bias is not None:
            layer.bias.fill_(init_bias)
    optimizer = torch.optim.SGD(layer.parameters(), lr=lr, momentum=momentum)
    y = y.to(x.dtype)
    losses, accuracies, stopped = [], [], False
    for iteration in range(max_iters):
        z = layer(x).squeeze(1)
        loss = F.binary_cross_entropy_with_logits(z, y)
        losses.append(loss.item())
        if iteration % check_every == 0:
            accuracies.append((iteration, ((z >= 0) == (y == 1)).sum().item() / len(y)))
            stopped = accuracies[-1][1] > target_acc
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if stopped:
            break
    return {
        "weight": layer.weight.detach().clone(),
        "bias": layer.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }
