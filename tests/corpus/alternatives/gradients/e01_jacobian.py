# exercise: E01
import torch


def graph_gradients(w, x):
    def total(w, x):
        return ((x + w) * (w + 1)).sum()

    w, x = w.detach(), x.detach()
    dw, dx = torch.autograd.functional.jacobian(total, (w, x))
    return {"w": dw, "x": dx, "a": w + 1, "b": x + w}
