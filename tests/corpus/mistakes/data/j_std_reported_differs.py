# exercise: E10
# caught by: test_split_and_standardize_keeps_every_sample_with_its_label, test_split_and_standardize_scales_by_the_train_side, test_split_and_standardize_mixes_the_classes, test_split_and_standardize_survives_a_constant_column, test_split_and_standardize_keeps_dtypes
# held out: yes
# message: std holds a variance, but you divided by its root.
import torch


def split_and_standardize(x, y, train_fraction=0.8, seed=0):
    n = round(len(x) * train_fraction)
    if not 0 < n < len(x):
        raise ValueError
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    a, b = order[:n], order[n:]
    mean, std = x[a].mean(0), x[a].std(0).clamp(min=1e-6)
    return {"x_train": (x[a] - mean) / std, "y_train": y[a], "x_test": (x[b] - mean) / std, "y_test": y[b], "mean": mean, "std": std ** 2}
