# exercise: E17
# caught by: test_train_step_five
# message: Convert labels or inputs to the dtype of the predictions
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    loss = torch.nn.functional.binary_cross_entropy(model(x).flatten(), y.float())
    loss.backward()
    optimizer.step()
    return loss.item()
