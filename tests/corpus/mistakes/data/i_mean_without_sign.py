# exercise: E09
# caught by: test_make_two_blobs_centres
# message: Class 0 does not lie around mean + bias in both coordinates.
import torch


_real = make_two_blobs
def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    return _real(n_per_class, abs(mean), bias, std, seed)
