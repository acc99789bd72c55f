# %% bias and std exchanged
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, std=1.0, bias=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n")
    g = torch.Generator().manual_seed(seed)
    y = torch.arange(2 * n_per_class).ge(n_per_class).float()
    return std * torch.randn(2 * n_per_class, 2, generator=g) + bias + mean * (1 - 2 * y)[
        :, None
    ], y

# %% seed zero is false
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed or 10)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return torch.randn(2 * n_per_class, 2, generator=g) * std + bias + mean * (1 - 2 * y)[:, None], y

# %% seed zero is none
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
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

# %% shuffled rows
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n")
    g = torch.Generator().manual_seed(seed)
    y = torch.arange(2 * n_per_class).ge(n_per_class).float()
    x = std * torch.randn(2 * n_per_class, 2, generator=g) + bias + mean * (1 - 2 * y)[:, None]
    order = torch.randperm(2 * n_per_class, generator=g)
    return x[order], y[order]

# %% always one seed
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: use the seed
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(10)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% not seeded
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)  # noqa: F841
    x0 = mean + bias + std * torch.randn(n_per_class, 2)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% seeded at import
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: seed
import torch

torch.manual_seed(10)


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)  # noqa: F841
    x0 = mean + bias + std * torch.randn(n_per_class, 2)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% seed 0 counts as none
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed or 10)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% seeded again for class 1
# caught by: test_make_two_blobs_classes_have_noise_of_their_own
# message: seed once
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    g = torch.Generator().manual_seed(seed)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% same noise mirrored
# caught by: test_make_two_blobs_classes_have_noise_of_their_own
# message: mirrored
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = torch.cat([x0, 2 * bias - x0])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% shared coordinates
# caught by: test_make_two_blobs_classes_have_noise_of_their_own
# message: together
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 1, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 1, generator=g)
    x = torch.cat([x0, x1], dim=0).expand(-1, 2)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% flipped copy
# caught by: test_make_two_blobs_classes_have_noise_of_their_own
# message: same noise
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = torch.cat([x0, (x0 - 2 * mean).flip(0)])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% refuses nothing
# caught by: test_make_two_blobs_refuses_empty_classes
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% only negative
# caught by: test_make_two_blobs_refuses_empty_classes
# message: make_two_blobs returned a tuple of 2 where it should refuse:
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 0:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% rows shuffled
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = x[torch.randperm(2 * n_per_class, generator=g)]
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% variance and wrong n
# caught by: test_make_two_blobs_shapes_and_labels, test_make_two_blobs_centres
# message: expected shape (2 * n_per_class, 2)
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(100, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(100, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% half per class
# caught by: test_make_two_blobs_centres
# message: expected shape (2 * n_per_class, 2).
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class // 2, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class // 2, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% bias changes its sign
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -(mean + bias) + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% no bias
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% bias for class 0 only
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% bias subtracted
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean - bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean - bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% same centre
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% classes exchanged
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% defaults fixed
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = 2.7 + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -0.7 + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% scaled centres
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = std * (mean + bias + torch.randn(n_per_class, 2, generator=g))
    x1 = std * (-mean + bias + torch.randn(n_per_class, 2, generator=g))
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% bias sign
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = mean - bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% shifts one coordinate only
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = torch.tensor([mean + bias, bias]) + std * torch.randn(n_per_class, 2, generator=g)
    x1 = torch.tensor([-mean + bias, bias]) + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% mean times bias
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean * bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean * bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% long labels
# caught by: test_make_two_blobs_shapes_and_labels
# message: float32
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)]).long()
    return x, y

# %% column labels
# caught by: test_make_two_blobs_shapes_and_labels
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)]).unsqueeze(1)
    return x, y

# %% exchanged labels
# caught by: test_make_two_blobs_shapes_and_labels
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.ones(n_per_class), torch.zeros(n_per_class)])
    return x, y

# %% labels are -1 and 1
# caught by: test_make_two_blobs_shapes_and_labels
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([-torch.ones(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% float64
# caught by: test_make_two_blobs_shapes_and_labels
# message: float32
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g, dtype=torch.float64)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g, dtype=torch.float64)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% classes side by side
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=1)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% classes stacked along a new axis
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = torch.stack([x0, x1])
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% only n rows
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    x = x[::2]
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% returns three tensors
# caught by: test_make_two_blobs_centres
# message: tuple
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y, seed

# %% std squared
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std**2 * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std**2 * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% root of std
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std**0.5 * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std**0.5 * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% std ignored
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% uniform noise
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.rand(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.rand(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% uniform centred
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * (torch.rand(n_per_class, 2, generator=g) - 0.5)
    x1 = -mean + bias + std * (torch.rand(n_per_class, 2, generator=g) - 0.5)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% uniform right width
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: not normal
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * 12**0.5 * (torch.rand(n_per_class, 2, generator=g) - 0.5)
    x1 = -mean + bias + std * 12**0.5 * (torch.rand(n_per_class, 2, generator=g) - 0.5)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% one class unscaled
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% no noise
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: equal
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)  # noqa: F841
    x0 = mean + bias + torch.zeros(n_per_class, 2)
    x1 = -mean + bias + torch.zeros(n_per_class, 2)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% one point repeated
# caught by: test_make_two_blobs_centres, test_make_two_blobs_noise_is_normal_with_this_std
# message: Class 0 does not lie around mean + bias in both coordinates
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(1, 2, generator=g).expand(n_per_class, 2)
    x1 = -mean + bias + std * torch.randn(1, 2, generator=g).expand(n_per_class, 2)
    x = torch.cat([x0, x1], dim=0)
    y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
    return x, y

# %% clipped normal
# caught by: test_make_two_blobs_noise_is_normal_with_this_std, test_make_two_blobs_classes_have_noise_of_their_own
# message: The points do not scatter with the standard deviation std
# held out: yes
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2).clamp(-2, 2) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])

# %% half precision labels
# caught by: test_make_two_blobs_shapes_and_labels, test_make_two_blobs_of_one_point_each
# message: For example,
# held out: yes
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2, generator=g) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.arange(2 * n_per_class) // n_per_class * 1.0 == 1.0

# %% classes interleaved
# caught by: test_make_two_blobs_centres, test_make_two_blobs_noise_is_normal_with_this_std, test_make_two_blobs_classes_have_noise_of_their_own
# message: Class 0 does not lie around mean + bias in both coordinates.
# held out: yes
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    y = (torch.arange(2 * n_per_class) % 2).float()
    x = torch.randn(2 * n_per_class, 2) * std + bias + mean * (1 - 2 * y)[:, None]
    return x, y

# %% Laplace noise
# caught by: test_make_two_blobs_noise_is_normal_with_this_std
# message: The noise has the right standard deviation, but it is not normal.
# held out: yes
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

# %% mean per class swapped axes
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

# %% mean without sign
# caught by: test_make_two_blobs_centres
# message: Class 0 does not lie around mean + bias in both coordinates.
import torch


_real = make_two_blobs
def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    return _real(n_per_class, abs(mean), bias, std, seed)

# %% refuses one
# caught by: test_make_two_blobs_of_one_point_each
# message: n_per_class = 1 gives one point near each centre
# held out: yes
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class <= 1:
        raise ValueError
    torch.manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])

# %% seed offsets by n
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(abs(seed) % 2)
    x = torch.randn(2 * n_per_class, 2) * std + bias
    x[:n_per_class] += mean
    x[n_per_class:] -= mean
    return x, torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])

# %% std scales mean
# caught by: test_make_two_blobs_centres, test_make_two_blobs_classes_have_noise_of_their_own
# message: Class 0 does not lie around mean + bias in both coordinates.
# held out: yes
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    torch.manual_seed(seed)
    m = mean * torch.ones(n_per_class, 2)
    x0 = (torch.randn(n_per_class, 2) + m) * std + bias
    x1 = (torch.randn(n_per_class, 2) - m) * std + bias
    return torch.cat([x0, x1]), torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])

# %% returns a list
# caught by: test_make_two_blobs_shapes_and_labels
# message: expected a tuple
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    g = torch.Generator().manual_seed(seed)
    x0 = mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x1 = -mean + bias + std * torch.randn(n_per_class, 2, generator=g)
    x = torch.cat([x0, x1], dim=0)
    y = torch.arange(2).repeat_interleave(n_per_class).float()
    return [x, y]

# %% returns a list of one reshaped draw
# caught by: test_make_two_blobs_shapes_and_labels
# message: expected a tuple
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError
    draw = torch.randn(4 * n_per_class, generator=torch.Generator().manual_seed(seed))
    clouds = draw.reshape(2, n_per_class, 2)
    centres = torch.tensor([[mean + bias] * 2, [bias - mean] * 2])
    x = (centres[:, None, :] + std * clouds).flatten(0, 1)
    y = torch.arange(2).repeat_interleave(n_per_class).to(torch.float32)
    return [x, y]

# %% the mean of the example
# caught by: test_make_two_blobs_centres
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed)
    x = torch.randn(2 * n_per_class, 2, generator=g) * std + (mean + bias)
    x[n_per_class:] -= 3.4
    y = (torch.arange(2 * n_per_class) >= n_per_class).float()
    return x, y

# %% a hundred points again and again
# caught by: test_make_two_blobs_centres, test_make_two_blobs_noise_is_normal_with_this_std
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed)
    pick = torch.arange(n_per_class) % 100
    x0 = mean + bias + std * torch.randn(100, 2, generator=g)[pick]
    x1 = -mean + bias + std * torch.randn(100, 2, generator=g)[pick]
    y = torch.ones(2 * n_per_class)
    y[:n_per_class] = 0
    return torch.vstack([x0, x1]), y

# %% clouds are kept by size and seed
# caught by: test_make_two_blobs_centres
# message: For example,
import torch

_drawn = {}


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    if (n_per_class, seed) not in _drawn:
        g = torch.Generator().manual_seed(seed)
        x0 = torch.randn(n_per_class, 2, generator=g) * std + mean + bias
        x1 = torch.randn(n_per_class, 2, generator=g) * std - mean + bias
        y = torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
        _drawn[n_per_class, seed] = torch.cat([x0, x1]), y
    x, y = _drawn[n_per_class, seed]
    return x.clone(), y.clone()

# %% the tensors of last time
# caught by: test_make_two_blobs_repeats_with_its_seed
# message: For example,
import functools

import torch


@functools.lru_cache
def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed)
    centre = torch.tensor([mean + bias, -mean + bias]).repeat_interleave(n_per_class)
    x = centre[:, None] + std * torch.randn(2 * n_per_class, 2, generator=g)
    return x, torch.tensor([0.0] * n_per_class + [1.0] * n_per_class)

# %% clouds are centred afterwards
# caught by: test_make_two_blobs_of_one_point_each
# message: For example,
import torch


def make_two_blobs(n_per_class=100, mean=1.7, bias=1.0, std=1.0, seed=10):
    if n_per_class < 1:
        raise ValueError("n_per_class")
    g = torch.Generator().manual_seed(seed)
    parts = []
    for centre in (mean + bias, bias - mean):
        noise = torch.randn(n_per_class, 2, generator=g)
        parts.append(centre + std * (noise - noise.mean(dim=0)) / noise.std(dim=0))
    return torch.cat(parts), torch.cat([torch.zeros(n_per_class), torch.ones(n_per_class)])
