# exercise: E17
# caught by: test_train_step_loss
# held out: yes
# message: return that of the forward pass you differentiate
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    y = y.flatten().to(x.dtype)
    loss = torch.nn.functional.binary_cross_entropy(model(x).flatten(), y)
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        return torch.nn.functional.binary_cross_entropy(model(x).flatten(), y).item()
