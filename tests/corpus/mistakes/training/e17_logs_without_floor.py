# exercise: E17
# caught by: test_train_step_loss
# message: 0 * log(0) is nan


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    t = y.flatten().to(p.dtype)
    loss = -(t * torch.log(p) + (1 - t) * torch.log(1 - p)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
