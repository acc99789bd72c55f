# exercise: E08
import torch


def decide(scores, threshold=0.5, from_logits=False):
    match threshold:
        case t if 0 < t < 1:
            pass
        case _:
            raise ValueError(threshold)
    flat = scores.detach().ravel()
    p = torch.sigmoid(flat.double()) if from_logits else flat
    classes = torch.zeros(flat.shape[0], dtype=torch.long)
    classes[p >= threshold] = 1
    return classes
