# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_label_dtypes, test_train_step_one_sample
# message: penalty
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    (loss + 1e-3 * sum((q ** 2).sum() for q in model.parameters())).backward()
    optimizer.step()
    return loss.item()
