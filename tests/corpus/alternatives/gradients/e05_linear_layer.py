# exercise: E05
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    layer = torch.nn.Linear(1, 1).to(x.dtype)
    with torch.no_grad():
        layer.weight.fill_(w0)
        layer.bias.fill_(b0)
    losses = []
    for _ in range(steps):
        layer.zero_grad()
        loss = F.mse_loss(layer(x[:, None]), y[:, None]) / 2
        loss.backward()
        losses.append(float(loss))
        with torch.no_grad():
            for p in layer.parameters():
                p.sub_(p.grad, alpha=lr)
    return {"w": float(layer.weight), "b": float(layer.bias), "losses": losses}
