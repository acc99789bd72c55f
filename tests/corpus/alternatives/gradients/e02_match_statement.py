# exercise: E02
import torch


def weighted_backward(w, x, loss_weights):
    match loss_weights.tolist():
        case [c0, c1]:
            pass
        case other:
            raise ValueError(f"two numbers, please, not {len(other)}")
    leaf = torch.nn.Parameter(w.detach().clone(memory_format=torch.contiguous_format))
    parts = torch.stack([(x.detach() + leaf) * (leaf + 1), x.detach() + leaf + leaf + 1], dim=-1)
    c = torch.tensor([c0, c1], dtype=w.dtype)
    (g,) = torch.autograd.grad((parts @ c).sum(), leaf)
    return g.view(w.shape)
