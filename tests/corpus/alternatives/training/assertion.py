# exercise: E16
# ruff: noqa: F821


def accuracy(p, y, threshold=0.5):
    assert len(p) > 0, "empty"
    return (
        torch.eq(
            p.view(-1).ge(threshold) if p.is_contiguous() else p.flatten().ge(threshold), y.bool()
        )
        .float()
        .mean()
        .item()
    )
