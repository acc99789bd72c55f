# exercise: E17
import torch


from torch.func import functional_call, grad_and_value


def train_step(model, x, y, optimizer):
    live = dict(model.named_parameters())

    def objective(params):
        p = functional_call(model, params, (x,)).squeeze(-1)
        return torch.nn.functional.binary_cross_entropy(p, y.to(p.dtype))

    grads, loss = grad_and_value(objective)({k: v.detach() for k, v in live.items()})
    for name, parameter in live.items():
        parameter.grad = grads[name]
    optimizer.step()
    return loss.item()
