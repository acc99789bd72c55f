# exercise: E18
# caught by: test_fit_sixty_iterations, test_fit_thousand_iterations
# message: drawn at random
from torch.utils.data import DataLoader, TensorDataset


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
    labels = y.flatten().to(x.dtype)
    net = nn.Linear(x.shape[1], 1, dtype=x.dtype)
    with torch.no_grad():
        if init_weight is not None:
            net.weight.copy_(init_weight.reshape(1, -1))
        if init_bias is not None:
            net.bias.fill_(init_bias)
    sgd = torch.optim.SGD(net.parameters(), lr=lr, momentum=momentum)
    loss_of = nn.BCEWithLogitsLoss()
    batches = DataLoader(TensorDataset(x.detach(), labels), batch_size=32, shuffle=True)
    losses, accuracies, stopped = [], [], False
    for it in range(max_iters):
        costs = []
        for inputs, wanted in batches:
            sgd.zero_grad()
            loss = loss_of(net(inputs).flatten(), wanted)
            loss.backward()
            sgd.step()
            costs.append(loss.item())
        losses.append(sum(costs) / len(costs))
        if it % check_every == 0:
            with torch.no_grad():
                right = (net(x).flatten() >= 0) == (labels == 1)
            accuracies.append((it, right.sum().item() / len(x)))
            if accuracies[-1][1] > target_acc:
                stopped = True
                break
    return {
        "weight": net.weight.detach(),
        "bias": net.bias.item(),
        "iterations": len(losses),
        "stopped_early": stopped,
        "losses": losses,
        "accuracies": accuracies,
    }
