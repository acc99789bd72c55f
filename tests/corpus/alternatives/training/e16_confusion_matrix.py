# exercise: E16


def accuracy(p, y, threshold=0.5):
    if p.shape[0] == 0:
        raise ValueError("nothing to count")
    cell = 2 * y.flatten().long() + (p.flatten() >= threshold).long()
    table = torch.bincount(cell, minlength=4).reshape(2, 2)
    return table.trace().item() / table.sum().item()
