# exercise: E03
# caught by: test_backward_n_times_entries_are_copies
# held out: yes
# message: Two entries of what backward_n_times returned are the same memory:
import torch


def backward_n_times(x, n):
    if n < 0:
        raise ValueError
    if n == 0:
        return []
    total = torch.stack([(k + 1) * 3 * x.detach() ** 2 for k in range(n)])
    return list(total.unbind(0))
