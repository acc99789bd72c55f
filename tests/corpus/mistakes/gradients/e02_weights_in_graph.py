# exercise: E02
# caught by: test_weighted_backward_is_plain_and_leaves_the_arguments_alone
# message: The .grad of argument 3


def weighted_backward(w, x, loss_weights):
    if loss_weights.numel() != 2:
        raise ValueError("expected two weights")
    w, x = w.detach().clone().requires_grad_(), x.detach()
    y = torch.stack([((x + w) * (w + 1)).sum(), ((x + w) + (w + 1)).sum()])
    (loss_weights * y).sum().backward()
    return w.grad
