# exercise: E02b
import torch


def backward_losses(losses, weights):
    if not len(losses) == len(weights):
        raise TypeError("one weight per loss")
    flat = torch.cat([l.reshape(-1) for l in losses])
    w = torch.cat([torch.as_tensor(w, dtype=flat.dtype).expand(l.shape).reshape(-1) for l, w in zip(losses, weights)])
    torch.dot(flat, w).backward()
