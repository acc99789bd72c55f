# exercise: E09
# caught by: test_make_two_blobs_noise_is_normal_with_this_std, test_make_two_blobs_classes_have_noise_of_their_own
# held out: yes
# message: The points do not scatter with the standard deviation std
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2).clamp(-2, 2) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
