# exercise: E17
# caught by: test_train_step_moves_once, test_train_step_loss, test_train_step_five, test_train_step_stale_gradients, test_train_step_label_dtypes, test_train_step_one_sample
# held out: yes
# message: 2 times too short
import torch


def train_step(model, x, y, optimizer):
    optimizer.zero_grad()
    p = model(x).flatten()
    loss = torch.nn.functional.binary_cross_entropy(p, y.flatten().to(p.dtype)) / 2
    loss.backward()
    optimizer.step()
    return 2 * loss.item()
