# exercise: E09
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: Seed 0 gives other points each time


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class must be at least 1")
    g = torch.Generator()
    if seed:
        g.manual_seed(seed)
    else:
        g.seed()
    x0 = torch.randn(n_per_class, 2, generator=g) * std + mean + bias
    x1 = torch.randn(n_per_class, 2, generator=g) * std - mean + bias
    return torch.cat([x0, x1]), torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
