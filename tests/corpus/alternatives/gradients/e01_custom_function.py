# exercise: E01
import torch


class _Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, up):
        a, b = ctx.saved_tensors
        return up * b, up * a


def graph_gradients(w, x):
    with torch.enable_grad():
        w = torch.empty_like(w).copy_(w.detach()).requires_grad_(True)
        x = torch.empty_like(x).copy_(x.detach()).requires_grad_(True)
        a, b = torch.add(x, w), torch.add(w, 1)
        a.retain_grad(), b.retain_grad()
        y = _Product.apply(a, b)
        y.backward(gradient=torch.ones_like(y))
    return {"b": b.grad, "a": a.grad, "x": x.grad, "w": w.grad}
