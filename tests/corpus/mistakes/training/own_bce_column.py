# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_five
# message: N * N pairs


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)
    y = y.to(p.dtype)
    loss = -(y * p.log() + (1 - y) * (1 - p).log()).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
