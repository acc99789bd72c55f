# exercise: E09
# caught by: test_make_two_blobs_centres, test_make_two_blobs_classes_have_noise_of_their_own
# message: Class 0 does not lie around mean + bias in both coordinates.
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = torch.randn(n_per_class, 2, generator=g) * std + torch.tensor([mean + bias, -mean + bias])
    x1 = torch.randn(n_per_class, 2, generator=g) * std + torch.tensor([-mean + bias, mean + bias])
    return torch.cat([x0, x1]), torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
