# exercise: E01
import torch


def graph_gradients(w, x):
    zero = torch.zeros_like(w.detach())
    _, back = torch.func.vjp(
        lambda w, x, da, db: (x + w + da) * (w + 1 + db), w.detach(), x.detach(), zero, zero
    )
    return dict(zip(["w", "x", "a", "b"], back(torch.ones_like(zero))))
