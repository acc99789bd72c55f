# exercise: E17
import torch


def train_step(model, x, y, optimizer):
    model.train()
    try:
        optimizer.zero_grad(set_to_none=False)
        out = model(x)
        loss = torch.nn.BCELoss()(out, y.to(out.dtype).view_as(out))
        loss.backward()
        optimizer.step()
        return loss.detach().cpu().numpy().item()
    finally:
        model.eval()
