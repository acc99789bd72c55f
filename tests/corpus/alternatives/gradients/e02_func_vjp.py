# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if len(loss_weights) != 2:
        raise RuntimeError(f"{len(loss_weights)} weights")
    x = x.detach()
    (y0, y1), pull = torch.func.vjp(lambda w: ((x + w) * (w + 1), x + 2 * w + 1), w.detach())
    c0, c1 = loss_weights.tolist()
    return pull((torch.full_like(y0, c0), torch.full_like(y1, c1)))[0]
