# exercise: E09
# caught by: test_make_two_blobs_centres, test_make_two_blobs_noise_is_normal_with_this_std, test_make_two_blobs_classes_have_noise_of_their_own
# held out: yes
# message: Class 0 does not lie around mean + bias in both coordinates.
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    y = (torch.arange(2 * n_per_class) % 2).float()
    x = torch.randn(2 * n_per_class, 2) * std + bias + mean * (1 - 2 * y)[:, None]
    return x, y
