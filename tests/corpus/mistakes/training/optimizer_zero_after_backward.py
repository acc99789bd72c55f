# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_label_dtypes, test_train_step_one_sample
# message: backward runs on the very loss of this forward pass (a new tensor
import torch


def train_step(model, x, y, optimizer):
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype))
    loss.backward()
    optimizer.zero_grad(set_to_none=False)
    optimizer.step()
    return loss.item()
