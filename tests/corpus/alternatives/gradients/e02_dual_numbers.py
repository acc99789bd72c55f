# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError
    import torch.autograd.forward_ad as fwd
    c0, c1 = loss_weights.tolist()
    with fwd.dual_level():
        dual = fwd.make_dual(w.detach(), torch.ones_like(w))
        out = c0 * (x.detach() + dual) * (dual + 1) + c1 * ((x.detach() + dual) + (dual + 1))
        # Up to torch 2.6 the tangent of a number times a float is float64.
        return fwd.unpack_dual(out).tangent.to(w.dtype)
