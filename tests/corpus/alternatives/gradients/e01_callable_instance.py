# exercise: E01
import torch


class _Graph(dict):
    def __call__(self, w, x):
        leaves = [t.detach().clone().requires_grad_(True) for t in (w, x)]
        a = torch.add(leaves[1], leaves[0])
        b = leaves[0].add(1)
        with torch.enable_grad():
            y = torch.mul(a, b)
        gs = torch.autograd.grad([y], leaves + [a, b], grad_outputs=[torch.ones_like(y)])
        out = _Graph()
        out.update(zip("wxab", gs))
        return out


graph_gradients = _Graph()
