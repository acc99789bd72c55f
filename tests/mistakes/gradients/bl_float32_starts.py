# exercise: E02b
# caught by: ?
# message: float64|dtype|digits|precision|accura
import torch


def backward_losses(losses, weights):
    if len(losses) != len(weights):
        raise ValueError
    starts = [torch.as_tensor(w, dtype=torch.float32).expand(l.shape).to(l.dtype) for l, w in zip(losses, weights)]
    torch.autograd.backward(list(losses), starts)
