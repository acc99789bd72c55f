# exercise: E01
import torch


class _Gradients:
    names = ("w", "x", "a", "b")

    def __call__(self, w, x):
        nodes = [torch.nn.Parameter(w.detach().clone()), torch.nn.Parameter(x.detach().clone())]
        nodes += [nodes[1] + nodes[0], nodes[0] + 1]
        total = torch.einsum("i,i->", nodes[2].reshape(-1), nodes[3].reshape(-1))
        return {name: g.detach() for name, g in zip(self.names, torch.autograd.grad(total, nodes))}


graph_gradients = _Gradients()
