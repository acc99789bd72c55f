# exercise: E18
import torch


class _Net(torch.nn.Module):
    def __init__(self, w, b):
        super().__init__()
        self.p = torch.nn.ParameterDict({"w": w, "b": b})

    def forward(self, x):
        return torch.sigmoid(torch.einsum("nd,d->n", x, self.p["w"]) + self.p["b"])


def fit(x, y, *, init_weight=None, init_bias=None, lr=0.01, momentum=0.9, max_iters=1000, check_every=20, target_acc=0.99):
    labels = y.flatten().type_as(x)
    w = torch.rand(x.size(1), dtype=x.dtype) - 0.5 if init_weight is None else init_weight.detach().flatten().type_as(x).clone()
    b = torch.zeros((), dtype=x.dtype) if init_bias is None else torch.tensor(float(init_bias), dtype=x.dtype)
    net = _Net(w, b)
    opt = torch.optim.SGD([{"params": [q]} for q in net.parameters()], lr=lr, momentum=momentum, foreach=False)
    history = {"losses": [], "accuracies": []}
    early = False
    for it in range(max_iters):
        p = net(x.detach())
        loss = torch.nn.functional.binary_cross_entropy(p, labels)
        history["losses"].append(float(loss.detach()))
        if it % check_every == 0:
            history["accuracies"].append((it, float(torch.eq(p.ge(0.5), labels.bool()).double().mean())))
            early = history["accuracies"][-1][1] > target_acc
        opt.zero_grad()
        loss.backward()
        opt.step()
        if early:
            break
    return {"weight": net.p["w"].detach().clone(), "bias": net.p["b"].item(), "iterations": len(history["losses"]), "stopped_early": bool(early), **history}
