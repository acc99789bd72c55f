# exercise: E02b


def backward_losses(losses, weights):
    n, m = len(losses), len(weights)
    if n - m:
        raise ValueError(f"{n} losses and {m} weights do not pair up")
    parts = [
        torch.mul(loss, c.detach().to(loss.dtype) if torch.is_tensor(c) else c).sum()
        for loss, c in zip(losses, weights)
    ]
    if parts:
        from functools import reduce
        from operator import add

        reduce(add, parts).backward()
