# exercise: E13
import torch


def bce_with_logits(z, y):
    zs, ys = z.reshape(-1).unbind(), y.reshape(-1).tolist()
    if len(zs) != len(ys):
        raise ValueError
    parts = [-torch.nn.functional.logsigmoid(one if label else -one) for one, label in zip(zs, ys)]
    return torch.stack(parts).mean()
