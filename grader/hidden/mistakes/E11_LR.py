# %% sigmoid twice
# caught by: test_LR_values, test_LR_sizes
# message: All outputs lie between 0.5 and 0.731: sigmoid is applied twice. Look for it in __init__
#     (a Sequential that ends in one?) and in forward.
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Sequential(nn.Linear(in_features, 1), nn.Sigmoid())

    def forward(self, x):
        return torch.sigmoid(self.features(x))


# %% softmax over one column
# caught by: test_LR_values, test_LR_sizes
# message: softmax over a single value is always 1: with one output the sigmoid is the way.
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=1)


# %% softmax over samples
# caught by: test_LR_values, test_LR_sizes
# message: softmax runs over the samples, so that their probabilities add up to 1. Each sample has a
#     probability of its own: use the sigmoid.
class LR(nn.Module):
    def __init__(self, in_features=2):
        super().__init__()
        self.features = nn.Linear(in_features, 1)

    def forward(self, x):
        return torch.softmax(self.features(x), dim=0)
