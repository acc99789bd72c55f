# exercise: E16
import torch


def accuracy(p, y, threshold=0.5):
    n = y.numel()
    if not n:
        raise ValueError
    decided = torch.where(p.detach().view(-1) < threshold, 0, 1)
    wrong = torch.count_nonzero(decided ^ y.view(-1).to(torch.int64))
    return 1.0 - int(wrong) / n
