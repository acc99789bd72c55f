# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_five
# message: N * N pairs


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x)
    loss = ((p - y.to(p.dtype)) ** 2).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
