import torch


def accuracy(p, y, threshold=0.5):
    return ((p > threshold) == y).float().mean()


def train_step(model, x, y, optimizer):
    loss = torch.nn.functional.binary_cross_entropy(model(x).squeeze(1), y.float())
    loss.backward()
    optimizer.step()
    return loss.item()
