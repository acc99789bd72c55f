# exercise: E09
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# held out: yes
# message: The noise has the right standard deviation, but it is not normal.
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    noise = torch.distributions.Laplace(0.0, std / 2 ** 0.5).sample((2 * n_per_class, 2))
    x = noise + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
