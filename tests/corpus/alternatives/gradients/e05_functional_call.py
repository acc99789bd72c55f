# exercise: E05
import torch


from torch.func import functional_call, grad_and_value


def manual_gradient_descent(x, y, w0, b0, lr, steps):
    net = torch.nn.Linear(1, 1, dtype=x.dtype)
    p = {"weight": torch.full((1, 1), float(w0), dtype=x.dtype), "bias": torch.full((1,), float(b0), dtype=x.dtype)}
    objective = lambda p: 0.5 * (functional_call(net, p, (x[:, None],))[:, 0] - y).square().mean()
    losses = []
    for _ in range(steps):
        g, value = grad_and_value(objective)(p)
        losses.append(value.item())
        p = {k: (v - lr * g[k]).detach() for k, v in p.items()}
    return {"w": p["weight"].item(), "b": p["bias"].item(), "losses": losses}
