# exercise: E16
# ruff: noqa: F821


def accuracy(p, y, threshold=0.5):
    if p.numel() == 0:
        raise ValueError("empty")
    d = torch.bucketize(p.detach().flatten(), torch.tensor([threshold], dtype=p.dtype), right=True)
    return float((d == y.long()).double().mean())
