# exercise: E10
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n_train = round(len(x) * train_fraction)
    sizes = [n_train, len(x) - n_train]
    if min(sizes) <= 0:
        raise ValueError(sizes)
    g = torch.Generator()
    g.manual_seed(seed)
    train, test = torch.split(torch.randperm(len(x), generator=g), sizes)
    xs = [torch.index_select(x, 0, i) for i in (train, test)]
    ys = [torch.gather(y, 0, i) for i in (train, test)]
    mean = xs[0].mean(0)
    std = xs[0].std(0) if n_train > 1 else torch.zeros_like(mean)
    std = torch.where(std > 1e-6 * (1 + mean.abs()), std, torch.ones_like(std))
    zs = [(t - mean) / std for t in xs]
    return {"x_train": zs[0], "x_test": zs[1], "y_train": ys[0], "y_test": ys[1], "mean": mean, "std": std}
