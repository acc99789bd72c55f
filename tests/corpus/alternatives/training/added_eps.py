# exercise: E17
# ruff: noqa: F821


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    t = y.to(p.dtype)
    loss = -(t * torch.log(p + 1e-7) + (1 - t) * torch.log(1 - p + 1e-7)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
