# exercise: E12
# caught by: test_bce_loss_gradient
# message: cut
# ruff: noqa: F821


def bce_loss(p, y):
    if p.numel() != y.numel():
        raise ValueError("sizes")
    p, y = p.flatten(), y.flatten().to(p.dtype)
    import numpy as np

    a, b = p.detach().numpy(), y.numpy()
    return torch.tensor(
        np.mean(-(b * np.log(np.clip(a, 1e-7, 1)) + (1 - b) * np.log(np.clip(1 - a, 1e-7, 1)))),
        dtype=p.dtype,
    )
